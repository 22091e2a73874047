{# Pre-hook of the landing models: tells edstats.landing the settings that rows are judged
   by (vars null_texts, date_formats). With others a file has another file_key, so that it
   is landed again, and what follows landing file by file makes its rows anew. #}
{% macro tell_judging_settings() %}
    {% if 'headers' not in model.config.meta %}{{ return('') }}{% endif %}
    set variable judging_settings =
        '{{ local_md5(tojson([var('null_texts'), var('date_formats')])) }}'
{% endmacro %}
