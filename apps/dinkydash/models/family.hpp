// The tenant: everything a family owns carries its id.
#pragma once
#include "carafe/orm/model.hpp"

#include <optional>
#include <string>

namespace dinkydash {

using namespace carafe;
using namespace carafe::orm;

struct Family : Timestamps<Family> {
    Id<Family> id{};
    std::string name{};
    std::string timezone = "UTC";  ///< IANA name
    std::string locale = "en";
    std::int16_t week_start = 1;        ///< 0 Sunday … 6 Saturday
    std::int16_t day_start_minute = 0;  ///< 0–360: "a new day begins at"
    bool checklist_hidden = false;      ///< the setup checklist was dismissed
    std::int64_t revision = 1;          ///< raised by every visible change; part of the ETag
    std::optional<Timestamp> delete_after{};

    static constexpr void describe(auto& t) {
        t.table("families");
        t.tenant_root();
        t.id("id", &Family::id);
        t.col("name", &Family::name).size(100);
        t.col("timezone", &Family::timezone).size(64).default_value("UTC");
        t.col("locale", &Family::locale).size(10).default_value("en");
        t.col("week_start", &Family::week_start).default_value(1);
        t.col("day_start_minute", &Family::day_start_minute).default_value(0);
        t.col("checklist_hidden", &Family::checklist_hidden).default_value(false);
        t.col("revision", &Family::revision).default_value(1);
        t.col("delete_after", &Family::delete_after);
        t.timestamps();
        t.index(&Family::delete_after);
        t.check("name_not_blank", "length(trim({name})) > 0");
        t.check("week_start_range", "{week_start} BETWEEN 0 AND 6");
        t.check("day_start_range", "{day_start_minute} BETWEEN 0 AND 360");
    }
};

}  // namespace dinkydash
