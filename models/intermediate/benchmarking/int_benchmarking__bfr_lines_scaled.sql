-- one row per run, file, trust and line of the budget forecast return that is read
with

sofa as (
    select
        run_id,
        'sofa' as return_file,
        trust_upin,
        line_no,
        line_number,
        y1p1,
        y1p2,
        y2p1,
        y2p2,
        y3p1,
        y3p2,
        cast(null as decimal(18, 2)) as y2,
        cast(null as decimal(18, 2)) as y3,
        cast(null as decimal(18, 2)) as y4
    from {{ ref('stg_dfe__bfr_sofa') }}
),

three_year as (
    select
        run_id,
        'three_year' as return_file,
        trust_upin,
        line_no,
        line_number,
        cast(null as decimal(18, 2)) as y1p1,
        cast(null as decimal(18, 2)) as y1p2,
        cast(null as decimal(18, 2)) as y2p1,
        cast(null as decimal(18, 2)) as y2p2,
        cast(null as decimal(18, 2)) as y3p1,
        cast(null as decimal(18, 2)) as y3p2,
        y2,
        y3,
        y4
    from {{ ref('stg_dfe__bfr_three_year') }}
),

together as (
    select * from sofa
    union all
    select * from three_year
),

-- a trust may send a line twice; the first counts, the others are findings (FIN-054)
ordered as (
    select
        *,
        row_number() over (
            partition by run_id, return_file, trust_upin, line_no
            order by line_number
        ) as repeat_order
    from together
),

lines as (
    select
        return_file,
        line_no,
        category,
        case unit when 'thousands' then 1000 else 1 end as scale
    from {{ ref('bfr_lines') }}
),

final as (
    select
        ordered.run_id,
        ordered.return_file,
        lines.category,
        ordered.trust_upin,
        ordered.line_no,
        cast(ordered.y1p1 * lines.scale as decimal(18, 2)) as y1p1,
        cast(ordered.y1p2 * lines.scale as decimal(18, 2)) as y1p2,
        cast(ordered.y2p1 * lines.scale as decimal(18, 2)) as y2p1,
        cast(ordered.y2p2 * lines.scale as decimal(18, 2)) as y2p2,
        cast(ordered.y3p1 * lines.scale as decimal(18, 2)) as y3p1,
        cast(ordered.y3p2 * lines.scale as decimal(18, 2)) as y3p2,
        cast(ordered.y2 * lines.scale as decimal(18, 2)) as y2,
        cast(ordered.y3 * lines.scale as decimal(18, 2)) as y3,
        cast(ordered.y4 * lines.scale as decimal(18, 2)) as y4
    from ordered
    inner join lines
        on ordered.return_file = lines.return_file
        and ordered.line_no = lines.line_no
    where ordered.repeat_order = 1
)

select * from final
