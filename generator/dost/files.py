"""The files of a `generator.dost.build.World`, as `generator.output.OutFile`."""

import numpy as np
import pyarrow as pa

from generator.dost.calls import ANSWERED, BUSY, CALL_TYPES, FAILED, NONE, RANG
from generator.dost.columns import numbers, phone_texts, sources, timestamps
from generator.dost.edits import calls_of
from generator.dost.listings import listings
from generator.dost.parameters import parameters
from generator.dost.prompts import responses_of
from generator.output import OutFile
from generator.tables import words

# Statuses by platform and by what became of a call.
STATUSES = ["completed", "missed", "failed", "failed-no-response"]
SPELT = {
    "rp_ivr": {ANSWERED: 0, BUSY: 1, RANG: 1, FAILED: 2},
    "admindashboard": {ANSWERED: 0, BUSY: 3, RANG: 3, FAILED: 2},
}
# Spells in a record batch; it does not change a byte of a CSV file.
BATCH = 4_096


def files(world, batch=BATCH):
    """All files of the organisation, the large ones as streams."""
    phones = phone_texts(world)
    made = listings(world, phones)
    made["campaigns"] = lambda: _batches(
        world, batch, lambda rows: _campaigns(world, rows, phones)
    )
    made["prompt_responses"] = lambda: _batches(
        world, batch, lambda rows: _responses(world, rows)
    )
    folder = parameters("population")["organisation"]
    return [OutFile("dost", folder, name, data) for name, data in made.items()]


def _batches(world, size, make):
    for start in range(0, len(world.spells), size):
        yield make(np.arange(start, min(start + size, len(world.spells))))


def _campaigns(world, rows, phones):
    calls = calls_of(world, rows)
    return campaign_rows(world, calls, phones)


def campaign_rows(world, calls, phones):
    """Record batch of `generator.dost.calls.Calls`."""
    spells, experiences = world.spells, world.experiences
    user = spells.user[calls.spell]
    source = world.users.source[user]
    part = (calls.lesson >= spells.break_lesson[calls.spell]).astype(np.int64)
    experience = experiences.of_spell[calls.spell, part]
    # each platform dials in a spelling of its own: plain, or with +91
    phone = experiences.phone[experience] + source * 2 * len(world.users)
    return pa.record_batch(
        {
            "data_source": sources(source),
            "id": pa.array(calls.id + 1),
            "experience_id": pa.array(experiences.id[experience]),
            "user_id": pa.array(world.user_ids[user]),
            "program_id": pa.array(world.programs.id[spells.program[calls.spell]]),
            "programseq_id": numbers(calls.lesson_id),
            "content_id": numbers(calls.content_id),
            "call_type": words(calls.kind, CALL_TYPES),
            "attempt": numbers(calls.attempt),
            "phone": words(phone, phones),
            "deploy_time": timestamps(calls.deploy, source),
            "attempted_timestamp": timestamps(calls.attempted, source),
            "call_start_time": timestamps(calls.start, source),
            "call_end_time": timestamps(calls.end, source),
            "status": _statuses(calls.status, source),
            # the other platform does not know the networks' codes
            "telco_code": numbers(np.where(source == 0, calls.telco, NONE)),
            "listen_secs": _seconds(calls.listen_secs),
        }
    )


def _statuses(status, source):
    table = np.array([[SPELT[name][code] for code in range(4)] for name in SPELT])
    codes = np.where(status == NONE, NONE, table[source, np.maximum(status, 0)])
    return words(codes, STATUSES)


def _seconds(values):
    missing = values == np.iinfo(np.int64).min
    return pa.array(np.where(missing, 0, values), mask=missing)


def _responses(world, rows):
    found = responses_of(world, rows)
    spells = world.spells
    user = spells.user[found.spell]
    source = world.users.source[user]
    return pa.record_batch(
        {
            "data_source": sources(source),
            # one prompt a call at most
            "id": pa.array(found.call + 1),
            "campaign_id": pa.array(found.call + 1),
            "user_id": pa.array(world.user_ids[user]),
            "program_id": pa.array(world.programs.id[spells.program[found.spell]]),
            "prompt_id": pa.array(found.prompt + 1),
            "response": numbers(found.response),
            "responded_at": timestamps(found.at, source),
        }
    )
