-- one row per run, dataset and school with a row in it, its own or a predecessor's
with

datasets as (
    {% for entity in [
        'cdc', 'sen', 'census_pupils', 'census_workforce', 'ks2', 'ks4'
    ] %}
    select
        '{{ entity }}' as dataset,
        run_id,
        urn
    from {{ ref('stg_dfe__' ~ entity) }}
    group by run_id, urn
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

academies as (
    select
        run_id,
        urn
    from {{ ref('int_benchmarking__academies_returned') }}
    where urn is not null
    group by run_id, urn
),

maintained as (
    select
        run_id,
        urn
    from {{ ref('int_benchmarking__schools_gathered') }}
    where finance_type = 'Maintained' and left_out_by is null
),

schools as (
    select run_id, urn from academies
    union all
    select maintained.run_id, maintained.urn
    from maintained
    left join academies
        on
        maintained.run_id = academies.run_id
        and maintained.urn = academies.urn
    where academies.urn is null
),

own as (
    select
        schools.run_id,
        datasets.dataset,
        schools.urn
    from schools
    inner join datasets
        on
        schools.run_id = datasets.run_id
        and schools.urn = datasets.urn
),

link_words as (
    select word
    from {{ ref('dfe_words') }}
    where code_set = 'link_type'
),

links as (
    select
        gias_links.run_id,
        gias_links.urn,
        gias_links.link_urn,
        max(gias_links.link_established_date) as link_established_date
    from {{ ref('stg_dfe__gias_links') }} as gias_links
    inner join link_words
        on lower(gias_links.link_type) = link_words.word
    inner join academies
        on
        gias_links.run_id = academies.run_id
        and gias_links.urn = academies.urn
    group by gias_links.run_id, gias_links.urn, gias_links.link_urn
),

-- of several predecessors with the dataset the latest link counts, then the higher URN
predecessors as (
    select
        links.run_id,
        datasets.dataset,
        links.urn,
        links.link_urn,
        row_number() over (
            partition by links.run_id, datasets.dataset, links.urn
            order by links.link_established_date desc nulls last, links.link_urn desc
        ) as link_rank,
        count(*) over (partition by links.run_id, datasets.dataset, links.urn)
            as predecessor_count
    from links
    inner join datasets
        on
        links.run_id = datasets.run_id
        and links.link_urn = datasets.urn
    left join own
        on
        links.run_id = own.run_id
        and datasets.dataset = own.dataset
        and links.urn = own.urn
    where own.urn is null
),

matched as (
    select
        run_id,
        dataset,
        urn,
        urn as data_urn,
        0 as predecessor_count
    from own
    union all
    select
        run_id,
        dataset,
        urn,
        link_urn as data_urn,
        predecessor_count
    from predecessors
    where link_rank = 1
)

select * from matched
