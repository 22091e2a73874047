-- one row per run, trust, series and year of the budget forecast
with

trusts as (
    select run_id, trust_company_number, trust_upin, run_year, total_pupils
    from {{ ref('int_benchmarking__bfr_trusts_matched') }}
    where trust_company_number is not null
),

points as (
    select
        category,
        return_file,
        column_name,
        run_offset,
        series,
        year_offset,
        is_expected
    from {{ ref('bfr_points') }}
),

lines as (
    select *
    from {{ ref('int_benchmarking__bfr_lines_scaled') }}
    where category is not null
),

-- history is what earlier folders say: dfe/<year - 1> and dfe/<year - 2>
columns_read as (
    select
        trusts.run_id,
        trusts.trust_upin,
        points.series,
        points.year_offset,
        case points.column_name
            when 'y1p1' then lines.y1p1
            when 'y1p2' then lines.y1p2
            when 'y2p1' then lines.y2p1
            when 'y2p2' then lines.y2p2
            when 'y3p1' then lines.y3p1
            when 'y3p2' then lines.y3p2
            when 'y2' then lines.y2
            when 'y3' then lines.y3
            when 'y4' then lines.y4
        end as amount
    from trusts
    cross join points
    inner join lines
        on trusts.trust_upin = lines.trust_upin
        and points.category = lines.category
        and points.return_file = lines.return_file
        and lines.run_id = case
            when points.run_offset = 0 then trusts.run_id
            else cast(trusts.run_year + points.run_offset as {{ dbt.type_string() }})
        end
    union all
    select
        run_id,
        trust_upin,
        'Pupil numbers' as series,
        0 as year_offset,
        total_pupils as amount
    from trusts
),

summed as (
    select
        run_id,
        trust_upin,
        series,
        year_offset,
        sum(amount) as amount
    from columns_read
    group by run_id, trust_upin, series, year_offset
),

expected as (
    select series, year_offset
    from points
    where is_expected
    union
    select
        'Pupil numbers' as series,
        0 as year_offset
),

frame as (
    select
        trusts.run_id,
        trusts.trust_upin,
        expected.series,
        expected.year_offset,
        true as is_expected
    from trusts
    cross join expected
    union all
    select
        summed.run_id,
        summed.trust_upin,
        summed.series,
        summed.year_offset,
        false as is_expected
    from summed
    left join expected
        on summed.series = expected.series
        and summed.year_offset = expected.year_offset
    where expected.series is null and summed.amount is not null
),

final as (
    select
        trusts.run_id,
        trusts.trust_company_number,
        frame.series,
        trusts.trust_upin,
        frame.year_offset,
        trusts.run_year + frame.year_offset as year,
        cast(summed.amount as decimal(18, 2)) as amount,
        frame.is_expected
    from frame
    inner join trusts
        on frame.run_id = trusts.run_id
        and frame.trust_upin = trusts.trust_upin
    left join summed
        on frame.run_id = summed.run_id
        and frame.trust_upin = summed.trust_upin
        and frame.series = summed.series
        and frame.year_offset = summed.year_offset
)

select * from final
