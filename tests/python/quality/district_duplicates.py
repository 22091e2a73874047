"""One person under two ids: educators by licence and by likeness, students by likeness."""

# ruff: noqa: E501 - lines as they stand in the files

DISTRICT = "duplicates"
FILES = {
    "educators": """
educator_id,state_educator_id,first_name,middle_name,last_name,former_last_name,birth_date,email,hire_date,separation_date,experience_years,highest_degree
L1,7001,Ann,,Hall,,1980-05-17,ann.hall@x.test,2010-08-01,,15,masters
L2,7001,Ann,,Hlal,,1980-05-17,ann.hlal@x.test,2020-08-01,,5,masters
L3,7003,Bo,,Diaz,,1990-01-02,bo.diaz@x.test,2015-08-01,,10,masters
L4,,Beau,,Diaz,,1990-01-02,,2021-08-01,,4,masters
L5,7005,Cora,,Finch,,1975-03-03,cora.finch@x.test,2000-08-01,,25,masters
L6,7005,Otis,,Ware,,1988-11-30,otis.ware@x.test,2012-08-01,,13,masters
L7,7007,Dev,,Rao,,1984-09-09,dev.rao@x.test,2008-08-01,,17,masters
L8,7008,Eve,,Stone,,1991-07-21,eve.stone@x.test,2016-08-01,,9,masters
L9,7009,Fay,,Moreau,,1978-02-14,fay.moreau@x.test,2004-08-01,,21,masters
L10,7010,Hugo,,Lund,,1993-06-06,hugo.lund@x.test,2019-08-01,,6,masters
P1,8001,William,R.,Garrison,,1980-05-17,william.garrison@x.test,2010-08-01,,15,masters
P2,,Bill,R.,Garrison,,1980-05-17,bill.garrison@x.test,2024-08-01,,15,masters
P3,8003,Dolores,,Abernathy,,1979-02-11,dolores.abernathy@x.test,2005-08-01,,20,masters
P4,,Dolores,,Whitlock,Abernathy,1979-02-11,dolores.whitlock@x.test,2024-08-01,,20,masters
P5,8005,Thaddeus,,Okafor,,1983-10-12,thaddeus.okafor@x.test,2011-08-01,,14,masters
P6,,Thaddeus,,Okafor,,1983-10-21,,2024-08-01,,14,masters
P7,8007,Marisol,T.,Quintero,,1992-12-01,marisol.quintero@x.test,2018-08-01,,7,bachelors
P8,,Marisol,T.,Quintreo,,1992-12-01,m.quintreo@x.test,2024-08-01,,7,bachelors
N1,9001,Grace,,Lindqvist,,1970-04-04,grace.lindqvist@x.test,1999-08-01,,26,masters
N2,9002,Grace,,Lindqvist,,1995-08-19,grace.lindqvist2@x.test,2020-08-01,,5,bachelors
N3,9003,Ruth,,Castellano,,1986-06-15,ruth.castellano@x.test,2010-08-01,,15,masters
N4,9004,Naomi,,Castellano,,1986-06-15,naomi.castellano@x.test,2010-08-01,,15,masters
N5,9005,Kwame,,Osei,,1982-01-30,kwame.osei@x.test,2009-08-01,,16,masters
N6,9006,Kwame,,Brandt,,1982-01-30,kwame.brandt@x.test,2013-08-01,,12,masters
""",
    "certifications": """
certification_id,educator_id,certificate_number,certificate_type,area,low_grade,high_grade,state,issue_date,expiry_date,status
C3,L3,OH-3000003,standard,mathematics,06,12,OH,2020-07-01,2030-06-30,active
C4,L4,OH-3000003,standard,mathematics,06,12,OH,2020-07-01,2030-06-30,active
C7,L7,1234567,standard,mathematics,06,12,OH,2020-07-01,2030-06-30,active
C8,L8,1234567,standard,mathematics,06,12,IN,2020-07-01,2030-06-30,active
C9,L9,PENDING,standard,mathematics,06,12,OH,2020-07-01,2030-06-30,active
C10,L10,PENDING,standard,mathematics,06,12,OH,2020-07-01,2030-06-30,active
""",
    "students": """
student_id,state_student_id,student_number,first_name,middle_name,last_name,preferred_first_name,birth_date,sex,race,is_hispanic,home_language,household_id,street,city,state,zip,email,first_grade_9_year
S1,501,,Jayden,,Alvarez,,2012-04-30,M,white,true,eng,H1,1 Elm St,Tinydale,OH,44001,,
S2,,,Jaydn,,Alvares,,2012-04-30,M,white,true,eng,H2,1 Elm St,Tinydale,OH,44001,,
S3,503,,Mei,,Chen,,2013-09-01,F,asian,false,zho,H3,2 Elm St,Tinydale,OH,44001,,
S4,504,,Mei,,Chen,,2013-09-01,F,asian,false,zho,H4,3 Elm St,Tinydale,OH,44001,,
S5,505,,Ana,,Leeds,,2014-02-02,F,white,false,eng,H5,4 Elm St,Tinydale,OH,44001,,
S6,506,,Ava,,Leeds,,2014-02-02,F,white,false,eng,H5,4 Elm St,Tinydale,OH,44001,,
S7,507,,Alexander,,Haddad,,2011-11-11,M,white,false,ara,H7,5 Elm St,Tinydale,OH,44001,,
S8,,,Aleksandar,,Haddad,,2011-11-11,M,white,false,ara,H7,5 Elm St,Tinydale,OH,44001,,
S9,509,,Emma,Kay,Olsen,,2010-08-08,F,white,false,eng,H9,6 Elm St,Tinydale,OH,44001,,
S10,,,Emma,Zoe,Olsen,,2010-08-08,F,white,false,eng,H10,7 Elm St,Tinydale,OH,44001,,
S11,511,,Leo,,Barnes,,2015-03-03,M,black,false,eng,H11,8 Elm St,Tinydale,OH,44001,,
S12,,,Leo,,Barnes,,2015-03-04,M,black,false,eng,H12,9 Elm St,Tinydale,OH,44001,,
S13,513,,Bo,,Ives,,2013-01-05,M,white,false,eng,H13,10 Elm St,Tinydale,OH,44001,,
S14,,,Jo,,Ivey,,2013-01-05,M,white,false,eng,H14,11 Elm St,Tinydale,OH,44001,,
""",
}
EXPECTED = {
    # L1, L2: state id 7001 and one birth date. L3, L4: certificate OH-3000003, one birth
    # date. L5, L6: state id 7005 in two persons' records, one of them mistyped.
    "STF-001": {"L1", "L2", "L3", "L4", "L5", "L6"},
    # P1, P2: Bill is William. P3, P4: her former name. P5, P6: 12 and 21. P7, P8: er and
    # re exchanged.
    "STF-002": {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"},
    # S1, S2: two letters of 13. S3, S4: the same name to the letter, in spite of two
    # state ids.
    "STU-003": {"S1", "S2", "S3", "S4"},
}
NEAR_MISSES = {
    # L7, L8: one number, of two states. L9, L10: no number, of two persons.
    "STF-001": {"L7", "L8", "L9", "L10"},
    # N1, N2: one name, 25 years apart. N3, N4: twins. N5, N6: one first name and birth
    # date, other surnames. L1, L2: one licence, which is STF-001.
    "STF-002": {"N1", "N2", "N3", "N4", "N5", "N6", "L1", "L2"},
    # S5, S6: twins with like names, whom the state counts as two. S7, S8: three letters
    # (x-ks, e-a). S9, S10: other middle names. S11, S12: a day apart. S13,
    # S14: two letters of 6, a third of the name.
    "STU-003": {"S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S14"},
}
