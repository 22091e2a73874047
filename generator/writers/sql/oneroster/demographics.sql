-- one row per student on the roster; without a race all race columns are empty
with

roster_students as (
    select student_id
    from active_spells
    group by student_id
)

select
    students.student_id as "sourcedId",
    students.birth_date as "birthDate",
    case
        when context.version = '1.1' then sexes.oneroster_11 else sexes.oneroster_12
    end
        as sex,
    students.race = 'american_indian' as "americanIndianOrAlaskaNative",
    students.race = 'asian' as asian,
    students.race = 'black' as "blackOrAfricanAmerican",
    students.race = 'pacific_islander' as "nativeHawaiianOrOtherPacificIslander",
    students.race = 'white' as white,
    students.race = 'two_or_more' as "demographicRaceTwoOrMoreRaces",
    students.is_hispanic as "hispanicOrLatinoEthnicity"
from students
inner join roster_students on students.student_id = roster_students.student_id
left join sex_codes as sexes on students.sex = sexes.sis
cross join context
order by students.student_id
