"""Put the defects of the catalogue, and hard negatives, into a clean district."""

from functools import partial

from generator.defects.assignments import inject_d07, inject_d08, inject_d14
from generator.defects.attendance import inject_d16
from generator.defects.catalogue import rates_of
from generator.defects.certifications import inject_d03, inject_d04, inject_d05
from generator.defects.draft import Draft
from generator.defects.edits import FileEdits, apply_to_batches, apply_to_table
from generator.defects.educators import inject_d01
from generator.defects.enrolments import inject_d02, inject_d09, inject_d10
from generator.defects.formats import inject_d17
from generator.defects.school_codes import inject_d18
from generator.defects.scores import inject_d15
from generator.defects.sections import inject_d06, inject_d11, inject_d12
from generator.defects.students import inject_d13
from generator.defects.truth import AnswerKey
from generator.memory import give_back

# Defects with few candidates first. D06 looks for educators without any other defect;
# D15, D16 and D18 spoil single rows of students without any.
ORDER = {
    "D14": inject_d14,
    "D04": inject_d04,
    "D03": inject_d03,
    "D07": inject_d07,
    "D01": inject_d01,
    "D05": inject_d05,
    "D08": inject_d08,
    "D06": inject_d06,
    "D11": inject_d11,
    "D12": inject_d12,
    "D09": inject_d09,
    "D10": inject_d10,
    "D13": inject_d13,
    "D02": inject_d02,
    "D17": inject_d17,
    "D15": inject_d15,
    "D16": inject_d16,
    "D18": inject_d18,
}


# Large files that no other roster is made from.
ONLY_SIS = {"assessment_results"}
BATCH_ROWS = 250_000


def inject(world, overrides=None):
    """Put defects and hard negatives into `world`, in place, and the answer key.

    Nothing but the rows that the answer key names differs from the clean district. The
    tables keep their types; `world.spellings` has those that the sis files spell in
    other ways (D17), `world.marks` the files that are written with an odd start or end.

    world: generator.district.world.World, finished
    overrides: code -> rate, in place of those of `world.config.defects`
    """
    draft = Draft(world, rates_of(world.config.defects, overrides))
    key = AnswerKey()
    for code, inject_code in ORDER.items():
        if draft.rates[code]:
            inject_code(draft)
        key.take(draft, code)
    world.truth |= key.tables(draft)
    draft.close()
    give_back()
    none = FileEdits()
    spellings = {
        file: apply_to_table(
            world.tables[file], draft.edits.get(file, none).with_cells_of(edits)
        )
        for file, edits in draft.spellings.items()
    }
    for file, edits in draft.edits.items():
        if file in world.tables and file in ONLY_SIS:
            # Nothing but the sis writer reads it: changed as it is written, not copied.
            batches = partial(world.tables.pop(file).to_batches, BATCH_ROWS)
            world.batches[file] = apply_to_batches(batches, edits)
        elif file in world.tables:
            world.tables[file] = apply_to_table(world.tables[file], edits)
        else:
            world.batches[file] = apply_to_batches(world.batches[file], edits)
    world.spellings, world.marks = spellings, draft.marks
