"""Which certificate areas belong to which subjects, as the clean extract shows it."""

from collections import defaultdict

from generator.defects.edits import Add


class FieldsTaught:
    """Sections with a primary educator, and who would be out of field in them.

    An area belongs to a subject when somebody with it teaches that subject; waivers do
    not count. Somebody is out of field when each of their areas belongs to one subject,
    and never to the section's: whatever map of subjects to areas a district uses, no
    area of theirs covers the section.
    """

    def __init__(self, draft):
        self._draft = draft
        self.sections = self._sections()
        self._certificates = defaultdict(list)
        for certificate in self._all_certificates():
            self._certificates[certificate["educator_id"]].append(certificate)
        self._subjects_of = defaultdict(set)  # area -> subjects
        self._staff = defaultdict(dict)  # school, term -> educators
        rows = self.sections.select(["educator_id", "subject", "school_id", "term_id"])
        for row in rows.to_pylist():
            self._staff[row["school_id"], row["term_id"]][row["educator_id"]] = None
        for pair in rows.group_by(["educator_id", "subject"]).aggregate([]).to_pylist():
            if not self._has_waiver(pair["educator_id"]):
                for area in self._areas(pair["educator_id"]):
                    self._subjects_of[area].add(pair["subject"])

    def outsider(self, rng, section):
        """An educator of the same school and term, not certified for the section.

        section: a row of `sections`; None when nobody is free.
        """
        if section["load"] < 2:
            return None
        place = section["school_id"], section["term_id"]
        fit = [e for e in self._staff[place] if self._is_outside(e, section["subject"])]
        # Nearly everybody with one subject is fit: few are needed more than once.
        free = [e for e in fit if not self._draft.is_claimed("educator", e)]
        return free[rng.integers(len(free))] if free else None

    def certificate_for(self, rng, section, educator, kind):
        """A certificate of `kind` that lets `educator` teach the section; an `Add`.

        It is that of the section's own educator with a number of its own; None when
        that one is not in force for the whole term.
        """
        fitting = [
            certificate
            for certificate in self._certificates[section["educator_id"]]
            if section["subject"] in self._subjects_of[certificate["area"]]
            and certificate["certificate_type"] != "waiver"
            and certificate["issue_date"] <= section["start_date"]
            and (certificate["expiry_date"] or section["end_date"])
            >= section["end_date"]
        ]
        if not fitting:
            return None
        row = fitting[-1]["row_number"]
        texts = self._draft.texts("certifications", row)
        old = texts["certification_id"]
        new = self._draft.new_id("certifications", old)
        number = texts["certificate_number"]
        texts |= {
            "certification_id": new,
            "educator_id": educator,
            "certificate_type": kind,
            "certificate_number": self._draft.new_code(
                rng, "certifications", "certificate_number", number
            ),
        }
        return Add("certifications", texts, row, old)

    def _is_outside(self, educator, subject):
        areas = self._areas(educator)
        if not areas or self._has_waiver(educator):
            return False
        taught = [self._subjects_of[area] for area in areas]
        return all(len(found) == 1 and subject not in found for found in taught)

    def _areas(self, educator):
        return {certificate["area"] for certificate in self._certificates[educator]}

    def _has_waiver(self, educator):
        kinds = {c["certificate_type"] for c in self._certificates[educator]}
        return "waiver" in kinds

    def _all_certificates(self):
        return self._draft.query(
            """
            select row_number, educator_id, area, certificate_type, issue_date,
                expiry_date
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
