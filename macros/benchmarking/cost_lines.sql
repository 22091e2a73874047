{#
    The cost lines, for SQL that is made from them: one dict per line with `line` (the column
    of staging), `column` (of fct_school_finances), `category` (category_key of the seed
    cost_categories), `basis`, `academies` and `maintained` (who returns it).
    The seed finance_lines says the same and more; tests/integrity compares the two.

    category: only the lines of this category_key.
#}
{% macro cost_lines(category=none) -%}
    {%- set lines = [] -%}
    {%- for line, column, category_key, basis, who in [
        ('teaching_staff', 'teaching_staff_costs', 'teaching', 'Pupil', 'both'),
        (
            'supply_teaching_staff',
            'supply_teaching_staff_costs',
            'teaching', 'Pupil', 'both',
        ),
        (
            'educational_consultancy',
            'educational_consultancy_costs',
            'teaching', 'Pupil', 'both',
        ),
        (
            'education_support_staff',
            'education_support_staff_costs',
            'teaching', 'Pupil', 'both',
        ),
        (
            'agency_supply_teaching_staff',
            'agency_supply_teaching_staff_costs',
            'teaching', 'Pupil', 'both',
        ),
        (
            'administrative_and_clerical_staff',
            'administrative_clerical_staff_costs',
            'non_educational', 'Pupil', 'both',
        ),
        ('audit_cost', 'auditors_costs', 'non_educational', 'Pupil', 'academies'),
        ('other_staff', 'other_staff_costs', 'non_educational', 'Pupil', 'both'),
        (
            'professional_services_non_curriculum',
            'professional_services_non_curriculum_costs',
            'non_educational', 'Pupil', 'both',
        ),
        (
            'examination_fees',
            'examination_fees_costs',
            'educational_supplies', 'Pupil', 'both',
        ),
        (
            'learning_resources_not_ict',
            'learning_resources_non_ict_costs',
            'educational_supplies', 'Pupil', 'both',
        ),
        (
            'ict_learning_resources',
            'learning_resources_ict_costs',
            'educational_ict', 'Pupil', 'both',
        ),
        (
            'cleaning_and_caretaking',
            'cleaning_caretaking_costs',
            'premises', 'Building', 'both',
        ),
        (
            'maintenance_of_premises',
            'maintenance_premises_costs',
            'premises', 'Building', 'both',
        ),
        (
            'other_occupation_costs',
            'other_occupation_costs',
            'premises', 'Building', 'both',
        ),
        ('premises_staff', 'premises_staff_costs', 'premises', 'Building', 'both'),
        ('energy', 'energy_costs', 'utilities', 'Building', 'both'),
        ('water_and_sewerage', 'water_sewerage_costs', 'utilities', 'Building', 'both'),
        (
            'administrative_supplies_non_educational',
            'administrative_supplies_non_educational_costs',
            'administrative_supplies', 'Pupil', 'both',
        ),
        ('catering_staff', 'catering_staff_costs', 'catering', 'Pupil', 'both'),
        ('catering_supplies', 'catering_supplies_costs', 'catering', 'Pupil', 'both'),
        ('grounds_maintenance', 'grounds_maintenance_costs', 'other', 'Pupil', 'both'),
        (
            'indirect_employee_expenses',
            'indirect_employee_expenses',
            'other', 'Pupil', 'both',
        ),
        (
            'interest_charges_for_loan_and_bank',
            'interest_charges_loan_bank',
            'other', 'Pupil', 'both',
        ),
        (
            'other_insurance_premiums',
            'other_insurance_premiums_costs',
            'other', 'Pupil', 'both',
        ),
        ('pfi_charges', 'private_finance_initiative_charges', 'other', 'Pupil', 'both'),
        ('rent_and_rates', 'rent_rates_costs', 'other', 'Pupil', 'both'),
        ('special_facilities', 'special_facilities_costs', 'other', 'Pupil', 'both'),
        (
            'staff_development_and_training',
            'staff_development_training_costs',
            'other', 'Pupil', 'both',
        ),
        (
            'staff_related_insurance',
            'staff_related_insurance_costs',
            'other', 'Pupil', 'both',
        ),
        (
            'supply_teacher_insurance',
            'supply_teacher_insurable_costs',
            'other', 'Pupil', 'both',
        ),
        (
            'school_staff',
            'community_focused_school_staff',
            'other', 'Pupil', 'maintained',
        ),
        (
            'school_costs',
            'community_focused_school_costs',
            'other', 'Pupil', 'maintained',
        ),
    ] -%}
        {%- if category is none or category == category_key -%}
            {%- do lines.append({
                'line': line,
                'column': column,
                'category': category_key,
                'basis': basis,
                'academies': who != 'maintained',
                'maintained': who != 'academies',
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(lines) }}
{%- endmacro %}
