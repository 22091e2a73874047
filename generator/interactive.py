"""The questions of the demo-district generator, for the roster clever-demo."""

import dataclasses

from generator.config import DemoOptions
from generator.settings import NO, YES, BadOption

QUESTIONS = {
    "id_mode": "Id mode",
    "output_format": "Output format",
    "num_districts": "Number of districts",
    "schools_per_district": "Schools per district",
    "teachers_per_school": "Teachers per school",
    "sections_per_school": "Sections per school",
    "students_per_section": "Students per section",
    "school_start_year": "School year starts in",
    "num_terms": "Terms (2 semesters, 3 trimesters, 4 quarters)",
    "include_summer": "Include a summer term?",
    "prob_frl": "Share of students with free or reduced lunch",
    "prob_iep": "Share of students with an IEP",
    "prob_ell": "Share of English language learners",
    "prob_504": "Share of students with a 504 plan",
    "prob_gifted": "Share of gifted students",
    "prob_disability": "Share of students with a disability",
    "do_extensions": "Include extension fields?",
    "do_contacts": "Include student contacts?",
    "do_resources": "Include resources?",
    "do_attendance": "Include attendance?",
    "att_start_date": "Attendance starts on (YYYY-MM-DD)",
    "att_days": "Days of attendance",
    "att_mode": "Attendance mode",
}
ATTENDANCE = ["att_start_date", "att_days", "att_mode"]


def ask(read=input, write=print):
    """The answers as {dotted key: value}; None when the user does not go on.

    read: function (prompt) -> text; write: function (text)
    """
    answers = {"roster": "clever-demo"}
    if not _is_yes("Apply default settings?", False, read, write):
        fields = {item.name: item for item in dataclasses.fields(DemoOptions)}
        for name, question in QUESTIONS.items():
            if name in ATTENDANCE and not answers["demo.do_attendance"]:
                continue
            answers[f"demo.{name}"] = _asked(fields[name], question, read, write)
    if not _is_yes("Ready to generate?", True, read, write):
        return None
    return answers


def _asked(item, question, read, write):
    if isinstance(item.default, bool):
        return _is_yes(question, item.default, read, write)
    allowed = item.metadata["allowed"]
    while True:
        answer = read(f"{question} ({allowed}) [{item.default}]: ").strip()
        try:
            return item.metadata["read"](item.name, answer or item.default)
        except BadOption as error:
            write(f"{error.value} is not allowed; allowed: {error.allowed}")


def _is_yes(question, default, read, write):
    hint = "Y/n" if default else "y/N"
    while True:
        answer = read(f"{question} [{hint}]: ").strip().lower()
        if not answer:
            return default
        if answer in YES | NO:
            return answer in YES
        write("Please answer y or n.")
