"""Who leaves and who comes on the next school day, and contacts that are taken off."""

import numpy as np

from generator.streams import draw_codes
from generator.vocabulary import (
    FIRST_NAMES,
    LANGUAGES,
    STREETS,
    SURNAMES,
    draw_first_names,
    draw_surnames,
)
from generator.vocabulary.addresses import ascii_folded
from generator.writers.changes.state import fresh_ids, parameters, texts

ENROLLED = """
    select *
    from enrollments
    where
        lower(enrollment_status) = 'enrolled'
        and try_cast(entry_date as date) <= cast($today as date)
        and (exit_date is null or try_cast(exit_date as date) > cast($day as date))
        and student_id in (select student_id from students)
    qualify row_number() over (
        partition by student_id, school_id order by enrollment_id
    ) = 1
    order by enrollment_id
"""
IN_SECTIONS = """
    select section_enrollments.*
    from section_enrollments
    where
        section_enrollments.student_id in (select student_id from chosen)
        and try_cast(section_enrollments.begin_date as date) <= cast($today as date)
        and (
            section_enrollments.end_date is null
            or try_cast(section_enrollments.end_date as date) > cast($day as date)
        )
    order by section_enrollments.student_id, section_enrollments.section_id
"""
PEOPLE = """
    select *
    from students
    where student_id in (select student_id from chosen)
    order by all
"""
FIRST_CONTACTS = """
    select student_id, relationship, contact_type, phone_type
    from student_contacts
    left join contacts using (contact_id)
    where student_id in (select student_id from chosen)
    order by student_id, try_cast(priority as integer), contact_id
"""
PHONES = "select distinct phone from contacts order by 1"
NO_CONTACT = {"relationship": None, "contact_type": None, "phone_type": None}
FEMALE, MALE = 0, 1
MALE_RELATIONSHIPS = ("father", "uncle", "brother")


def drawn_count(rng, share, size):
    """How many of `size` it happens to; at least one, as long as there is anybody."""
    return min(max(int(rng.binomial(size, share)), 1), size)


def withdrawals(state, streams, enrolled):
    """(tables by file name, places in `enrolled` of who leaves).

    enrolled: list of rows of enrollments. The day is the first that is not attended.
    """
    rng, known = streams("withdrawals"), parameters()
    count = drawn_count(rng, known["daily_withdrawals"], len(enrolled))
    leaving = np.sort(rng.choice(len(enrolled), count, replace=False))
    codes = draw_codes(rng, list(known["exit_codes"].values()), count)
    words = list(known["exit_codes"])
    day = str(state.day)
    rows = [
        enrolled[place] | {"exit_date": day, "exit_code": words[code]}
        for place, code in zip(leaving, codes, strict=True)
    ]
    students = [row["student_id"] for row in rows]
    state.choose(students)
    sections = state.table(IN_SECTIONS).to_pylist()
    made = {
        "enrollments": texts(rows, "enrollments"),
        "section_enrollments": texts(
            [row | {"end_date": day} for row in sections], "section_enrollments"
        ),
    }
    return made, leaving


def arrivals(state, streams, enrolled):
    """Tables by file name: new students with contact, enrolment and sections.

    enrolled: list of rows of enrollments of who stays. A new student joins the school,
    grade and sections of one of them and lives in the same neighbourhood.
    """
    rng, known = streams("arrivals"), parameters()
    count = drawn_count(rng, known["daily_entries"], len(enrolled))
    peers = [
        enrolled[place] for place in rng.choice(len(enrolled), count, replace=False)
    ]
    ids = _new_ids(state, rng, count)
    state.choose(peer["student_id"] for peer in peers)
    people = _first_by_student(state.table(PEOPLE))
    related = _first_by_student(state.table(FIRST_CONTACTS))
    sections = state.table(IN_SECTIONS).to_pylist()
    phones = [phone for phone in state.column(PHONES) if phone]
    codes = draw_codes(rng, list(known["entry_codes"].values()), count)
    words, day = list(known["entry_codes"]), str(state.day)
    students, contacts, links, spells, members = [], [], [], [], []
    for number, peer in enumerate(peers):
        new = {name: values[number] for name, values in ids.items()}
        student_id = peer["student_id"]
        students.append(_student(rng, people[student_id], new))
        relation = related.get(student_id, NO_CONTACT)
        contact, link = _contact(rng, students[-1], relation, phones, new)
        contacts.append(contact)
        links.append(link)
        entry = {"entry_date": day, "entry_code": words[codes[number]]}
        exit_ = {"exit_date": None, "exit_code": None}
        own = {name: new[name] for name in ("enrollment_id", "student_id")}
        spells.append(peer | own | entry | exit_)
        joined = {"student_id": new["student_id"], "begin_date": day, "end_date": None}
        members += [row | joined for row in sections if row["student_id"] == student_id]
    return {
        "students": texts(students, "students"),
        "contacts": texts(contacts, "contacts"),
        "student_contacts": texts(links, "student_contacts"),
        "enrollments": texts(spells, "enrollments"),
        "section_enrollments": texts(members, "section_enrollments"),
    }


def removed_contacts(state, streams, enrolled):
    """student_contacts: links of emergency and further contacts that are deleted."""
    rng = streams("removed contacts")
    state.choose(row["student_id"] for row in enrolled)
    links = state.table(
        """
        select *
        from student_contacts
        where
            student_id in (select student_id from chosen)
            and try_cast(priority as integer) > 1
        order by student_id, contact_id
        """
    ).to_pylist()
    if not links:
        return texts([], "student_contacts")
    count = drawn_count(rng, parameters()["removed_contacts"], len(links))
    places = np.sort(rng.choice(len(links), count, replace=False))
    return texts([links[place] for place in places], "student_contacts")


def _new_ids(state, rng, count):
    """Identifiers of the new rows by column name, `count` of each."""
    wanted = {
        "student_id": "students",
        "state_student_id": "students",
        "student_number": "students",
        "household_id": "students",
        "enrollment_id": "enrollments",
        "contact_id": "contacts",
    }
    made = {}
    for column, name in wanted.items():
        taken = state.column(f"select distinct {column} from {name} order by 1")
        taken = [text for text in taken if text]
        made[column] = fresh_ids(rng, taken, count) if taken else [None] * count
    return made


def _first_by_student(table):
    """student_id -> the first row."""
    found = {}
    for row in table.to_pylist():
        found.setdefault(row["student_id"], row)
    return found


def _student(rng, peer, new):
    """A row of students: about as old as the peer, of the same neighbourhood."""
    sex = int(rng.integers(2))
    first = FIRST_NAMES[draw_first_names(rng, [sex], [_language(peer)])[0][0]]
    last = SURNAMES[draw_surnames(rng, [_language(peer)])[0][0]]
    birth = _moved(peer["birth_date"], int(rng.integers(-60, 61)))
    local = f"{ascii_folded(first)}.{ascii_folded(last)}.{new['student_number']}"
    domain = (peer["email"] or "@students.example.org").split("@")[1]
    return peer | {
        **{name: new[name] for name in ("student_id", "state_student_id")},
        **{name: new[name] for name in ("student_number", "household_id")},
        "first_name": first,
        "middle_name": None,
        "last_name": last,
        "preferred_first_name": None,
        "birth_date": birth,
        "sex": "FM"[sex],
        "street": f"{int(rng.integers(100, 10_000))} {_drawn(rng, STREETS)}",
        "email": f"{local}@{domain}",
    }


def _contact(rng, person, relation, phones, new):
    """Rows of contacts and student_contacts: a parent, related as the peer's first."""
    kind = (relation["relationship"] or "").lower()
    sex = MALE if any(word in kind for word in MALE_RELATIONSHIPS) else FEMALE
    code = draw_first_names(rng, [sex], [_language(person)], adults=True)[0][0]
    contact = {
        "contact_id": new["contact_id"],
        "full_name": f"{FIRST_NAMES[code]} {person['last_name']}",
        "phone": _drawn(rng, phones) if phones else None,
        "phone_type": relation["phone_type"],
        "email": None,
    }
    link = {
        "student_id": new["student_id"],
        "contact_id": new["contact_id"],
        "relationship": relation["relationship"] or "parent",
        "contact_type": relation["contact_type"] or "parent_guardian",
        "priority": "1",
    }
    return contact, link


def _moved(date, days):
    """The date text some days later; a text that is no ISO date stays as it is."""
    try:
        return str(np.datetime64(date, "D") + days)
    except ValueError:
        return date


def _language(person):
    code = person["home_language"]
    return LANGUAGES.index(code) if code in LANGUAGES else 0


def _drawn(rng, words):
    return words[int(rng.integers(len(words)))]
