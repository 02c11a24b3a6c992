// Somebody whose turn it can be: with or without a login, grandparents and pets included.
#pragma once
#include "apps/dinkydash/models/family.hpp"

namespace dinkydash {

struct Image;

struct Person : TenantOwned<Person, Family>, Timestamps<Person> {
    Id<Person> id{};
    std::string name{};
    std::string name_key{};  ///< caseless form of `name`, unique in the family
    std::string colour{};    ///< "#rrggbb", one of the palette (rules/palette.hpp)
    std::optional<std::string> emoji{};
    std::optional<Id<Image>> image_id{};
    std::optional<std::int16_t> birth_month{};
    std::optional<std::int16_t> birth_day{};
    std::optional<std::int16_t> birth_year{};
    std::int32_t position = 0;
    bool active = true;  ///< false: left the family; history stays

    static constexpr void describe(auto& t) {
        t.table("persons");
        t.id("id", &Person::id);
        t.tenant("tenant_id");
        t.col("name", &Person::name).size(60);
        t.col("name_key", &Person::name_key).size(120);
        t.col("colour", &Person::colour).size(7);
        t.col("emoji", &Person::emoji).size(64);
        t.ref("image_id", &Person::image_id).on_delete(OnDelete::SetNull);
        t.col("birth_month", &Person::birth_month);
        t.col("birth_day", &Person::birth_day);
        t.col("birth_year", &Person::birth_year);
        t.col("position", &Person::position).default_value(0);
        t.col("active", &Person::active).default_value(true);
        t.timestamps();
        t.unique(&Person::name_key);
        t.check("birthday_whole", "({birth_month} IS NULL) = ({birth_day} IS NULL)");
    }
};

}  // namespace dinkydash
