-- one row per file and column in which codes of digits are shorter than the others
{# (source, staging entity, column, digits where the code has a fixed number of them) #}
{% set code_columns = [
    ('clever', 'schools', 'school_number', none),
    ('clever', 'schools', 'state_id', none),
    ('clever', 'schools', 'school_zip', 5),
    ('clever', 'students', 'student_number', none),
    ('clever', 'students', 'state_id', none),
    ('clever', 'students', 'student_zip', 5),
    ('clever', 'teachers', 'teacher_number', none),
    ('clever', 'teachers', 'state_teacher_id', none),
    ('sis', 'schools', 'school_number', none),
    ('sis', 'schools', 'state_school_id', none),
    ('sis', 'schools', 'zip', 5),
    ('sis', 'students', 'student_number', none),
    ('sis', 'students', 'state_student_id', none),
    ('sis', 'students', 'zip', 5),
    ('sis', 'educators', 'state_educator_id', none),
] %}
with

codes as (
    {% for source, entity, column, digits in code_columns %}
    select
        file_key,
        '{{ column }}' as column_name,
        {{ column }} as code,
        line_number,
        length({{ column }}) as digits,
        cast({{ digits if digits else 'null' }} as bigint) as fixed_digits
    from {{ ref('stg_' ~ source ~ '__' ~ entity) }}
    where translate({{ column }}, '0123456789', '') = ''
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

lengths as (
    select
        file_key,
        column_name,
        digits,
        fixed_digits,
        count(*) as code_count,
        max(case when code like '0%' then 1 else 0 end) = 1 as has_leading_zero
    from codes
    group by file_key, column_name, digits, fixed_digits
),

ranked as (
    select
        lengths.*,
        sum(code_count) over (partition by file_key, column_name) as column_count,
        row_number() over (
            partition by file_key, column_name
            order by code_count desc, digits desc
        ) as length_rank
    from lengths
),

-- numbers that have grown by a digit over the years do not begin with zeros
usual as (
    select
        file_key,
        column_name,
        coalesce(fixed_digits, digits) as usual_digits
    from ranked
    where
        length_rank = 1
        and (
            fixed_digits is not null
            or (
                has_leading_zero
                and code_count
                >= column_count * {{ dq_parameter('LND-016', 'usual_share') }}
            )
        )
),

final as (
    select
        codes.file_key,
        'LND-016' as rule_id,
        codes.column_name,
        min(codes.code) as column_value,
        min(codes.line_number) as line_number,
        count(*) as row_count,
        'codes with fewer digits than the column''s others seem to have lost zeros'
            as message
    from codes
    inner join usual
        on codes.file_key = usual.file_key
        and codes.column_name = usual.column_name
        and codes.digits < usual.usual_digits
    group by codes.file_key, codes.column_name
)

select * from final
