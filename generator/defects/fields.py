"""Which certificate areas belong to which subjects, as the clean extract shows it."""

from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa

from generator.defects.edits import Add

# Areas of teachers who may be seen as covering any subject: nobody with one of them is
# put out of field, nor is anybody put into the sections that are theirs.
GENERAL_AREAS = {
    "elementary",
    "early_childhood",
    "special_education",
    "esl_bilingual",
}
# Share of a subject's sections up to which an area of their educators is by chance.
MAX_STRAY_SHARE = 0.1
# Sections that are looked at: so many, and more for each that is wanted.
ROWS, SAMPLE_FACTOR = 20_000, 8


class FieldsTaught:
    """Sections with a primary educator, and who would be out of field in them.

    The field of an area is the subject that people with it teach most. An area may
    cover its field, and each subject of which people with it teach more than a few
    sections (they have other areas besides). Waivers do not count. Whoever has only
    areas that cannot cover the section is out of field in it, whatever map of subjects
    to areas a district uses.
    """

    def __init__(self, draft, rng, size):
        """size: how many sections are wanted; of a large district not all are read."""
        self._draft = draft
        self.misplaced = set()
        sections = self._sections()
        number = min(sections.num_rows, ROWS + SAMPLE_FACTOR * size)
        rows = np.sort(rng.choice(sections.num_rows, number, replace=False))
        self.sections = sections.take(pa.array(rows))
        self._certificates = defaultdict(list)
        for certificate in self._all_certificates():
            self._certificates[certificate["educator_id"]].append(certificate)
        self._staff = defaultdict(dict)  # school, term -> educators
        taught, number_of = defaultdict(Counter), Counter()  # area -> subjects
        for row in self.sections.to_pylist():
            educator, subject = row["educator_id"], row["subject"]
            self._staff[row["school_id"], row["term_id"]][educator] = None
            number_of[subject] += 1
            for area in self._areas(educator):
                taught[area][subject] += 1
        # Ties go to the first by name, so that the order of rows does not matter.
        self._field = {
            area: min(subjects, key=lambda subject: (-subjects[subject], subject))
            for area, subjects in taught.items()
        }
        self._covered = {
            area: {self._field[area]}
            | {s for s, n in subjects.items() if n > MAX_STRAY_SHARE * number_of[s]}
            for area, subjects in taught.items()
        }
        general = GENERAL_AREAS & self._field.keys()
        self._general = {self._field[area] for area in general}

    def outsider(self, rng, section, again):
        """An educator of the same school and term, not certified for the section.

        section: a row of `sections`; None when nobody is free.
        again: whether it may be one of `misplaced`, who is in such a section already
        """
        if section["load"] < 2 or section["subject"] in self._general:
            return None
        place = section["school_id"], section["term_id"]
        fit = [e for e in self._staff[place] if self._is_outside(e, section["subject"])]
        free = [
            educator
            for educator in fit
            if (again and educator in self.misplaced)
            or not self._draft.is_claimed("educator", educator)
        ]
        return free[rng.integers(len(free))] if free else None

    def certificates_for(self, section, educator, kind):
        """Certificates of `kind` that let `educator` teach the section: list of `Add`.

        They are those of the section's own educator under the licence of `educator`;
        none when one of those is a waiver or not in force for the whole term.
        """
        theirs = self._certificates[section["educator_id"]]
        in_force = [
            certificate
            for certificate in theirs
            if certificate["issue_date"] <= section["start_date"]
            and (certificate["expiry_date"] or section["end_date"])
            >= section["end_date"]
        ]
        # A waiver covers one subject of a person; nobody says which.
        if any(certificate["certificate_type"] == "waiver" for certificate in theirs):
            return []
        number = self._certificates[educator][0]["certificate_number"]
        added = []
        for certificate in in_force:
            row = certificate["row_number"]
            texts = self._draft.texts("certifications", row)
            old = texts["certification_id"]
            texts |= {
                "certification_id": self._draft.new_id("certifications", old),
                "educator_id": educator,
                "certificate_type": kind,
                "certificate_number": number,
            }
            added.append(Add("certifications", texts, row, old))
        return added

    def _is_outside(self, educator, subject):
        areas = self._areas(educator)
        kinds = {c["certificate_type"] for c in self._certificates[educator]}
        if not areas or areas & GENERAL_AREAS or "waiver" in kinds:
            return False
        return all(subject not in self._covered.get(area, ()) for area in areas)

    def _areas(self, educator):
        """Areas of the educator's certificates, waivers left out."""
        return {
            certificate["area"]
            for certificate in self._certificates[educator]
            if certificate["certificate_type"] != "waiver"
        }

    def _all_certificates(self):
        return self._draft.query(
            """
            select row_number, educator_id, area, certificate_type, issue_date,
                expiry_date, certificate_number
            from certifications order by row_number
            """,
            "certifications",
        ).to_pylist()

    def _sections(self):
        """Sections by school, term and subject, with the load of their educator."""
        return self._draft.query(
            f"""
            select section_educators.row_number, section_id, educator_id, school_id,
                sections.term_id, courses.subject, terms.start_date, terms.end_date,
                count(*) over (partition by educator_id, sections.term_id) as load
            from section_educators
            inner join sections using (section_id)
            inner join courses using (course_id)
            inner join terms on sections.term_id = terms.term_id
            where role = 'primary'
                and terms.start_date <= date '{self._draft.world.config.as_of}'
            order by section_educators.row_number
            """,
            "section_educators",
            "sections",
            "courses",
            "terms",
        )
