// One application in many versions: `Item<V>` and its neighbours differ by what describe() says.
#pragma once
#include "carafe/orm/model.hpp"

namespace carafe::versions {

using namespace carafe::orm;

enum class Change {
    None,
    AddColumn,
    AddRequiredColumn,
    AddRequiredWithoutDefault,
    DropColumn,
    RenameColumn,
    ChangeType,
    MakeRequired,
    MakeOptional,
    ChangeDefault,
    ChangeSize,
    AddEnumValue,
    AddCheck,
    AddIndex,
    AddUnique,
    AddReference,
    DropReference,
    RenameTable,
    AddTable,
    DropTable,
    Everything,
};

enum class State { Open, Done, Late };
constexpr EnumEntry<State> kStateNames[] = {
    {State::Open, "open"}, {State::Done, "done"}, {State::Late, "late"}};

constexpr auto& enum_names(State) {
    return kStateNames;
}

enum class OldState { Open, Done };
constexpr EnumEntry<OldState> kOldStateNames[] = {{OldState::Open, "open"},
                                                  {OldState::Done, "done"}};

constexpr auto& enum_names(OldState) {
    return kOldStateNames;
}

template <Change V>
struct Owner {
    Id<Owner> id{};
    std::string name{};

    static constexpr void describe(auto& t) {
        t.table("owners");
        t.tenant_root();
        t.id("id", &Owner::id);
        t.col("name", &Owner::name);
    }
};

template <Change V>
struct Label : TenantOwned<Label<V>, Owner<V>> {
    Id<Label> id{};
    std::string text{};

    static constexpr void describe(auto& t) {
        t.table("labels");
        t.id("id", &Label::id);
        t.tenant("owner_id");
        t.col("text", &Label::text);
    }
};

/// Refers to items, so that rebuilding items must not hurt it.
template <Change V>
struct Item;

template <Change V>
struct Note : TenantOwned<Note<V>, Owner<V>> {
    Id<Note> id{};
    std::optional<Id<Item<V>>> item_id{};
    Id<Item<V>> kept_with{};

    static constexpr void describe(auto& t) {
        t.table("notes");
        t.id("id", &Note::id);
        t.tenant("owner_id");
        t.ref("item_id", &Note::item_id).on_delete(OnDelete::SetNull);
        t.ref("kept_with", &Note::kept_with).on_delete(OnDelete::Cascade);
    }
};

template <Change V>
struct Item : TenantOwned<Item<V>, Owner<V>> {
    Id<Item> id{};
    std::string name{};
    std::optional<std::string> remark{};
    std::string required_remark{};
    std::int32_t amount = 0;
    double amount_as_real = 0;
    std::optional<std::int32_t> amount_or_none{};
    State state{};
    OldState old_state{};
    std::optional<Id<Label<V>>> label_id{};
    std::optional<Id<Label<V>>> second_label_id{};
    std::int32_t priority = 0;

    static constexpr bool is(Change change) { return V == change || V == Change::Everything; }

    static constexpr void describe(auto& t) {
        auto chain = t.table(V == Change::RenameTable ? "things" : "items");
        if (V == Change::RenameTable) {
            chain.renamed_from("items");
        }
        t.id("id", &Item::id);
        t.tenant("owner_id");
        if (is(Change::RenameColumn)) {
            t.col("title", &Item::name).size(50).renamed_from("name");
        } else {
            t.col("name", &Item::name).size(is(Change::ChangeSize) ? 80 : 50);
        }
        if (is(Change::MakeRequired)) {
            t.col("remark", &Item::required_remark).default_value("none");
        } else if (!is(Change::DropColumn)) {
            t.col("remark", &Item::remark);
        }
        if (is(Change::ChangeType)) {
            t.col("amount", &Item::amount_as_real).default_value(1);
        } else if (is(Change::MakeOptional)) {
            t.col("amount", &Item::amount_or_none);
        } else {
            t.col("amount", &Item::amount).default_value(is(Change::ChangeDefault) ? 2 : 1);
        }
        if (is(Change::AddEnumValue)) {
            t.col("state", &Item::state).default_value(State::Open);
        } else {
            t.col("state", &Item::old_state).default_value(OldState::Open);
        }
        if (!is(Change::DropReference)) {
            t.ref("label_id", &Item::label_id).on_delete(OnDelete::SetNull);
        }
        if (is(Change::AddColumn)) {
            t.col("priority", &Item::amount_or_none);
        }
        if (is(Change::AddRequiredColumn) && !is(Change::AddColumn)) {
            t.col("priority", &Item::priority).default_value(5);
        }
        if (V == Change::AddRequiredWithoutDefault) {
            t.col("priority", &Item::priority);
        }
        if (is(Change::AddReference)) {
            t.ref("second_label_id", &Item::second_label_id).on_delete(OnDelete::SetNull);
        }
        if (is(Change::AddCheck)) {
            t.check("amount_small", "{amount} < 1000");
        }
        if (is(Change::AddIndex)) {
            t.index(&Item::name).named("idx_items_name");
        }
        if (is(Change::AddUnique)) {
            t.unique(&Item::name);
        }
    }
};

template <Change V>
struct Extra {
    Id<Extra> id{};
    std::string text{};

    static constexpr void describe(auto& t) {
        t.table("extras");
        t.id("id", &Extra::id);
        t.col("text", &Extra::text);
        t.index(&Extra::text);
    }
};

template <Change V>
struct Old {
    Id<Old> id{};
    std::string text{};

    static constexpr void describe(auto& t) {
        t.table("old_things");
        t.id("id", &Old::id);
        t.col("text", &Old::text);
        t.index(&Old::text);
    }
};

Tables tables_of_version(Change change);

}  // namespace carafe::versions
