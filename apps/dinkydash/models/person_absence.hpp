// Days a person is away, once or every n weeks (children who live with each parent in turn).
#pragma once
#include "apps/dinkydash/models/person.hpp"

namespace dinkydash {

struct PersonAbsence : TenantOwned<PersonAbsence, Family>, Timestamps<PersonAbsence> {
    Id<PersonAbsence> id{};
    Id<Person> person_id{};
    Date starts_on{};
    std::optional<Date> ends_on{};   ///< inclusive; empty: until further notice
    std::int16_t repeat_weeks = 0;   ///< 0: once; 2: every second week
    std::optional<std::string> reason{};

    static constexpr void describe(auto& t) {
        t.table("person_absences");
        t.id("id", &PersonAbsence::id);
        t.tenant("tenant_id");
        t.ref("person_id", &PersonAbsence::person_id).on_delete(OnDelete::Cascade);
        t.col("starts_on", &PersonAbsence::starts_on);
        t.col("ends_on", &PersonAbsence::ends_on);
        t.col("repeat_weeks", &PersonAbsence::repeat_weeks).default_value(0);
        t.col("reason", &PersonAbsence::reason).size(100);
        t.timestamps();
        t.index(&PersonAbsence::person_id, &PersonAbsence::starts_on);
        t.check("dates_in_order", "{ends_on} IS NULL OR {ends_on} >= {starts_on}");
        t.check("repeat_range", "{repeat_weeks} BETWEEN 0 AND 8");
    }
};

}  // namespace dinkydash
