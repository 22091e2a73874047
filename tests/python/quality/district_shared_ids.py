"""A Clever roster: ids that persons share, lines that disagree, terms sent in part."""

SOURCE = "clever"
DISTRICT = "shared_ids"

FILES = {
    "schools": """
School_id,School_name,School_number
s1,Alder School,001
s2,Birch School,002
""",
    "teachers": """
School_id,Teacher_id,Last_name,First_name
s1,T1,Able,Ann
s2,T1,Baker,Bob
s1,T2,Cole,Cal
s2,T2,COLE,Cal
""",
    "students": """
School_id,Student_id,Last_name,First_name,Grade,DOB
s1,P1,Dunn,Dan,3,01/01/2017
s2,P1,Egan,Eva,4,02/02/2016
s1,P2,Ford,Fay,3,03/03/2017
s2,P2,Ford,Fay,3,03/03/2017
s1,P3,Gray,Gus,3,04/04/2017
s1,P3,Gray,Gus,4,04/04/2017
""",
    "sections": """
School_id,Section_id,Teacher_id,Term_name,Term_start,Term_end
s1,X1,T2,Fall,,01/09/2026
s1,X2,T2,Fall,08/18/2025,01/09/2026
s1,X3,T2,,,
""",
}

EXPECTED = {
    # Ann Able and Bob Baker are two persons, each of which is found
    "STF-012": ["T1", "T1"],
    # Dan Dunn and Eva Egan, born on other days
    "STU-001": ["P1", "P1"],
    # grade 3 and grade 4
    "STU-008": ["P3"],
    # no first day
    "RST-004": ["X1"],
}

NEAR_MISSES = {
    # capitals only
    "STF-012": {"T2"},
    # one person at two schools
    "STU-001": {"P2"},
    # the lines of two schools agree
    "STU-008": {"P2"},
    # whole; a section without any term
    "RST-004": {"X2", "X3"},
}
