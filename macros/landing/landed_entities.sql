{# Every kind of raw file: (source, entity) of each landing model raw_<source>__<entity>
   and its staging model stg_<source>__<entity>. The project rules check that the list is
   complete. #}
{% macro landed_entities() %}
    {% set entities = {
        'clever': [
            'attendance', 'enrollments', 'resources', 'schools', 'sections', 'staff',
            'students', 'teachers',
        ],
        'dfe': [
            'aar', 'aar_cs', 'academy_ar', 'academy_ar_central', 'academy_master_list',
            'arx_benchmark_report', 'arx_cs_benchmark_report', 'arx_insights_extract',
            'arx_standing_data', 'bfr_sofa', 'bfr_three_year', 'cdc', 'census_pupils',
            'census_workforce', 'cfo', 'custom_data', 'financial_plans', 'gias',
            'gias_all_links', 'gias_links', 'ks2', 'ks4', 'maintained_schools_master_list',
            'sen', 'user_defined_comparator_sets',
        ],
        'dost': [
            'campaigns', 'channels', 'contents', 'experiences', 'opt_outs', 'partners',
            'program_sequences', 'programs', 'prompt_responses', 'prompts',
            'provider_numbers', 'registrations', 'users',
        ],
        'oneroster': [
            'academic_sessions', 'categories', 'class_resources', 'classes',
            'course_resources', 'courses', 'demographics', 'enrollments',
            'line_item_learning_objective_ids', 'line_item_score_scales', 'line_items',
            'manifest', 'orgs', 'resources', 'result_learning_objective_ids',
            'result_score_scales', 'results', 'roles', 'score_scales', 'user_profiles',
            'user_resources', 'users',
        ],
        'sis': [
            'assessment_results', 'assessments', 'assignments', 'attendance_codes',
            'attendance_daily', 'attendance_sections', 'attendance_years', 'bell_schedule',
            'calendars', 'certifications', 'contacts', 'course_grades', 'courses',
            'discipline_incidents', 'district', 'educators', 'enrollments', 'graduations',
            'mappings', 'program_participations', 'programs', 'school_crosswalk', 'schools',
            'section_educators', 'section_enrollments', 'sections', 'student_contacts',
            'student_services', 'students', 'terms',
        ],
    } %}
    {% set pairs = [] %}
    {% for source, names in entities.items() %}
        {% for name in names %}{% do pairs.append((source, name)) %}{% endfor %}
    {% endfor %}
    {{ return(pairs) }}
{% endmacro %}
