{# At the end of a build: the results of dbt's tests become results of this run, in place of
   those that the same tests had in it before. A test says in `meta.rule_id` which rule it
   is; the others are TST-001. #}
{% macro record_test_results(results) -%}
    {%- set tables = history_tables() -%}
    {%- if flags.WHICH in ['build', 'test'] and are_built(tables.values()) -%}
        {%- set states = {
            'pass': 'passed', 'fail': 'failed', 'warn': 'failed', 'error': 'error',
            'runtime error': 'error', 'skipped': 'not run',
        } -%}
        {%- set columns = result_columns() -%}
        {%- set rows = [] -%}
        {%- set names = [] -%}
        {%- for result in results
            if result.node.resource_type in ['test', 'unit_test'] -%}
            {%- set node = result.node -%}
            {%- set status = states[result.status | string] -%}
            {%- set name = dbt.string_literal(node.name) -%}
            {%- set rule_id = node.config.meta.get('rule_id', 'TST-001') -%}
            {%- set table = (node.attached_node or '') .split('.') | last -%}
            {%- set found = (result.failures or 0) ~ ' rows failed' -%}
            {%- do names.append(name) -%}
            {%- do rows.append("('dbt_test', '" ~ rule_id ~ "', " ~ name ~ ", 'table', "
                ~ ("'" ~ table ~ "'" if table else 'null') ~ ", null, null, null, "
                ~ (0 if status == 'not run' else 1) ~ ", "
                ~ (0 if status in ['passed', 'not run'] else 1) ~ ", '" ~ status
                ~ "', 0, " ~ ("'" ~ found ~ "'" if status == 'failed' else 'null') ~ ")")
            -%}
        {%- endfor -%}
        {%- if rows -%}
            {%- set run = 'select run_id from ' ~ tables['current_run'] -%}
            {%- do run_query(
                'delete from ' ~ tables['test_results'] ~ ' where run_id in (' ~ run ~ ')'
                ~ ' and check_name in (' ~ names | join(', ') ~ ')'
            ) -%}
            {%- do run_query(
                'insert into ' ~ tables['test_results']
                ~ ' select current_run.run_id, tested.* from ('
                ~ run ~ ') as current_run cross join (values ' ~ rows | join(', ')
                ~ ') as tested (' ~ (columns.keys() | list)[1:] | join(', ') ~ ')'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
