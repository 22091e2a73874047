-- one row per record of academy_ar.xlsx with a usable key:
-- the aggregated accounts return report, sheet Academies: an academy's own income and
-- costs
with

headers as (
    select
        file_key,
        {{ absent_columns() }} as absent_columns
    from {{ ref('raw_dfe__academy_ar') }}
    where row_status = 'header'
),

records as (
    select
        landed.*,
        headers.absent_columns
    from {{ ref('raw_dfe__academy_ar') }} as landed
    inner join headers
        on landed.file_key = headers.file_key
    where landed.row_status = 'staged'
)

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_whole_number('academy_upin') }} as academy_upin,
    {{ parse_whole_number('lead_upin') }} as lead_upin,
    {{ company_number_of('company_number') }} as company_number,
    {{ clean_text('trust_name') }} as trust_name,
    {{ clean_text('trust_status') }} as trust_status,
    {{ parse_day_first_date('joined_date') }} as joined_date,
    {{ parse_day_first_date('left_date') }} as left_date,
    {{ parse_day_first_date('valid_to') }} as valid_to,
    {{ parse_whole_number('period_months') }} as period_months,
    {{ clean_text('is_pfi_text') }} as is_pfi_text,
    {{ parse_money('teaching_staff') }} as teaching_staff,
    {{ parse_money('supply_teaching_staff') }} as supply_teaching_staff,
    {{ parse_money('educational_consultancy') }} as educational_consultancy,
    {{ parse_money('education_support_staff') }} as education_support_staff,
    {{ parse_money('agency_supply_teaching_staff') }} as agency_supply_teaching_staff,
    {{ parse_money('administrative_and_clerical_staff') }}
        as administrative_and_clerical_staff,
    {{ parse_money('audit_cost') }} as audit_cost,
    {{ parse_money('other_staff') }} as other_staff,
    {{ parse_money('professional_services_non_curriculum') }}
        as professional_services_non_curriculum,
    {{ parse_money('examination_fees') }} as examination_fees,
    {{ parse_money('learning_resources_not_ict') }} as learning_resources_not_ict,
    {{ parse_money('ict_learning_resources') }} as ict_learning_resources,
    {{ parse_money('cleaning_and_caretaking') }} as cleaning_and_caretaking,
    {{ parse_money('maintenance_of_premises') }} as maintenance_of_premises,
    {{ parse_money('other_occupation_costs') }} as other_occupation_costs,
    {{ parse_money('premises_staff') }} as premises_staff,
    {{ parse_money('energy') }} as energy,
    {{ parse_money('water_and_sewerage') }} as water_and_sewerage,
    {{ parse_money('administrative_supplies_non_educational') }}
        as administrative_supplies_non_educational,
    {{ parse_money('catering_staff') }} as catering_staff,
    {{ parse_money('catering_supplies') }} as catering_supplies,
    {{ parse_money('grounds_maintenance') }} as grounds_maintenance,
    {{ parse_money('indirect_employee_expenses') }} as indirect_employee_expenses,
    {{ parse_money('interest_charges_for_loan_and_bank') }}
        as interest_charges_for_loan_and_bank,
    {{ parse_money('other_insurance_premiums') }} as other_insurance_premiums,
    {{ parse_money('pfi_charges') }} as pfi_charges,
    {{ parse_money('rent_and_rates') }} as rent_and_rates,
    {{ parse_money('special_facilities') }} as special_facilities,
    {{ parse_money('staff_development_and_training') }}
        as staff_development_and_training,
    {{ parse_money('staff_related_insurance') }} as staff_related_insurance,
    {{ parse_money('supply_teacher_insurance') }} as supply_teacher_insurance,
    {{ parse_money('efa_revenue_grants') }} as efa_revenue_grants,
    cast(null as decimal(18, 2)) as dfe_family_revenue_grants,
    {{ parse_money('sen_funding') }} as sen_funding,
    {{ parse_money('other_dfe_revenue_grants') }} as other_dfe_revenue_grants,
    {{ parse_money('other_government_revenue_grants') }}
        as other_government_revenue_grants,
    {{ parse_money('government_source_non_grant') }} as government_source_non_grant,
    {{ parse_money('academies_income') }} as academies_income,
    {{ parse_money('non_government_income') }} as non_government_income,
    {{ parse_money('facilities_and_services') }} as facilities_and_services,
    {{ parse_money('catering_income') }} as catering_income,
    {{ parse_money('supply_teacher_insurance_receipts') }}
        as supply_teacher_insurance_receipts,
    {{ parse_money('voluntary_income') }} as voluntary_income,
    {{ parse_money('other_self_generated_income') }} as other_self_generated_income,
    cast(null as decimal(18, 2)) as other_facilities_and_services,
    {{ parse_money('investment_income_total') }} as investment_income_total,
    {{ parse_money('direct_revenue_financing') }} as direct_revenue_financing,
    {{ parse_money('revenue_reserve') }} as revenue_reserve,
    cast(null as decimal(18, 2)) as start_up_grants,
    cast(null as decimal(18, 2)) as coronavirus_funding,
    cast(null as decimal(18, 2)) as general_annual_grant_and_other,
    cast(null as decimal(18, 2)) as donations,
    cast(null as decimal(18, 2)) as investment_income,
    cast(null as decimal(18, 2)) as inherited_funds,
    cast(null as decimal(18, 2)) as contributions_to_trust,
    cast(null as decimal(18, 2)) as academies_income_011,
    {{ parse_money('printed_total_income') }} as printed_total_income,
    {{ parse_money('printed_total_expenditure') }} as printed_total_expenditure,
    {{ parse_money('printed_in_year_balance') }} as printed_in_year_balance,
    {{ parse_money('printed_grant_funding') }} as printed_grant_funding,
    {{ parse_money('printed_self_generated') }} as printed_self_generated,
    absent_columns as missing_lines
from records
