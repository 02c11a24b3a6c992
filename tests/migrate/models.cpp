#include "models.hpp"

#include "carafe/orm/define.hpp"

namespace carafe::versions {

namespace {

template <Change V>
Tables make() {
    Tables tables{&table<Owner<V>>(), &table<Label<V>>(), &table<Item<V>>(), &table<Note<V>>()};
    if (V != Change::DropTable && V != Change::Everything) {
        tables.push_back(&table<Old<V>>());
    }
    if (V == Change::AddTable || V == Change::Everything) {
        tables.push_back(&table<Extra<V>>());
    }
    return tables;
}

template <int... V>
Tables choose(Change change, std::integer_sequence<int, V...>) {
    Tables tables;
    ((static_cast<int>(change) == V ? void(tables = make<static_cast<Change>(V)>()) : void()), ...);
    return tables;
}

}  // namespace

Tables tables_of_version(Change change) {
    return choose(change,
                  std::make_integer_sequence<int, static_cast<int>(Change::Everything) + 1>{});
}

}  // namespace carafe::versions
