-- one row per school, school year and peer
with

parameters as (
    select value as min_peers
    from {{ ref('school_peer_parameters') }}
    where parameter = 'min_peers'
),

peers as (
    select
        school_key,
        peer_school_key,
        school_year,
        rank,
        distance,
        count(*) over (partition by school_key, school_year) as peers
    from {{ ref('py_school_peers') }}
)

select
    peers.school_key,
    peers.peer_school_key,
    cast(peers.school_year as integer) as school_year,
    cast(peers.rank as integer) as rank,
    cast(peers.peers as integer) as peers,
    {{ significant_digits('peers.distance') }} as distance,
    peers.peers >= parameters.min_peers as has_enough_peers
from peers
cross join parameters
