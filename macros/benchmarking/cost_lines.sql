{#
    The cost lines, for SQL that is made from them: one dict per line with `line` (the column
    of staging), `column` (of fct_school_finances), `category` (category_key of the seed
    cost_categories), `basis`, `academies` and `maintained` (who returns it), and
    `maintained_line` (its column in the maintained list; ict_lines and administrative_lines
    are put together from E20, its parts and E22).
    The seed finance_lines says the same and more; tests/integrity compares the two.

    category: only the lines of this category_key.
#}
{% macro cost_lines(category=none) -%}
    {%- set lines = [] -%}
    {%- for line, column, category_key, basis, academies, maintained_line in [
        (
            'teaching_staff',
            'teaching_staff_costs',
            'teaching', 'Pupil', true, 'e01',
        ),
        (
            'supply_teaching_staff',
            'supply_teaching_staff_costs',
            'teaching', 'Pupil', true, 'e02',
        ),
        (
            'educational_consultancy',
            'educational_consultancy_costs',
            'teaching', 'Pupil', true, 'e27',
        ),
        (
            'education_support_staff',
            'education_support_staff_costs',
            'teaching', 'Pupil', true, 'e03',
        ),
        (
            'agency_supply_teaching_staff',
            'agency_supply_teaching_staff_costs',
            'teaching', 'Pupil', true, 'e26',
        ),
        (
            'administrative_and_clerical_staff',
            'administrative_clerical_staff_costs',
            'non_educational', 'Pupil', true, 'e05',
        ),
        (
            'audit_cost',
            'auditors_costs',
            'non_educational', 'Pupil', true, none,
        ),
        (
            'other_staff',
            'other_staff_costs',
            'non_educational', 'Pupil', true, 'e07',
        ),
        (
            'professional_services_non_curriculum',
            'professional_services_non_curriculum_costs',
            'non_educational', 'Pupil', true, 'e28a',
        ),
        (
            'examination_fees',
            'examination_fees_costs',
            'educational_supplies', 'Pupil', true, 'e21',
        ),
        (
            'learning_resources_not_ict',
            'learning_resources_non_ict_costs',
            'educational_supplies', 'Pupil', true, 'e19',
        ),
        (
            'ict_learning_resources',
            'learning_resources_ict_costs',
            'educational_ict', 'Pupil', true, 'ict_lines',
        ),
        (
            'cleaning_and_caretaking',
            'cleaning_caretaking_costs',
            'premises', 'Building', true, 'e14',
        ),
        (
            'maintenance_of_premises',
            'maintenance_premises_costs',
            'premises', 'Building', true, 'e12',
        ),
        (
            'other_occupation_costs',
            'other_occupation_costs',
            'premises', 'Building', true, 'e18',
        ),
        (
            'premises_staff',
            'premises_staff_costs',
            'premises', 'Building', true, 'e04',
        ),
        (
            'energy',
            'energy_costs',
            'utilities', 'Building', true, 'e16',
        ),
        (
            'water_and_sewerage',
            'water_sewerage_costs',
            'utilities', 'Building', true, 'e15',
        ),
        (
            'administrative_supplies_non_educational',
            'administrative_supplies_non_educational_costs',
            'administrative_supplies', 'Pupil', true, 'administrative_lines',
        ),
        (
            'catering_staff',
            'catering_staff_costs',
            'catering', 'Pupil', true, 'e06',
        ),
        (
            'catering_supplies',
            'catering_supplies_costs',
            'catering', 'Pupil', true, 'e25',
        ),
        (
            'grounds_maintenance',
            'grounds_maintenance_costs',
            'other', 'Pupil', true, 'e13',
        ),
        (
            'indirect_employee_expenses',
            'indirect_employee_expenses',
            'other', 'Pupil', true, 'e08',
        ),
        (
            'interest_charges_for_loan_and_bank',
            'interest_charges_loan_bank',
            'other', 'Pupil', true, 'e29',
        ),
        (
            'other_insurance_premiums',
            'other_insurance_premiums_costs',
            'other', 'Pupil', true, 'e23',
        ),
        (
            'pfi_charges',
            'private_finance_initiative_charges',
            'other', 'Pupil', true, 'e28b',
        ),
        (
            'rent_and_rates',
            'rent_rates_costs',
            'other', 'Pupil', true, 'e17',
        ),
        (
            'special_facilities',
            'special_facilities_costs',
            'other', 'Pupil', true, 'e24',
        ),
        (
            'staff_development_and_training',
            'staff_development_training_costs',
            'other', 'Pupil', true, 'e09',
        ),
        (
            'staff_related_insurance',
            'staff_related_insurance_costs',
            'other', 'Pupil', true, 'e11',
        ),
        (
            'supply_teacher_insurance',
            'supply_teacher_insurable_costs',
            'other', 'Pupil', true, 'e10',
        ),
        (
            'school_staff',
            'community_focused_school_staff',
            'other', 'Pupil', false, 'e31',
        ),
        (
            'school_costs',
            'community_focused_school_costs',
            'other', 'Pupil', false, 'e32',
        ),
    ] -%}
        {%- if category is none or category == category_key -%}
            {%- do lines.append({
                'line': line,
                'column': column,
                'category': category_key,
                'basis': basis,
                'academies': academies,
                'maintained': maintained_line is not none,
                'maintained_line': maintained_line,
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(lines) }}
{%- endmacro %}
