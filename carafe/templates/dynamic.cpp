#include "carafe/templates/dynamic.hpp"

#include "carafe/templates/operations.hpp"

#include <boost/json.hpp>

namespace carafe::templates {

namespace json = boost::json;

namespace {

Value convert(const json::value& source, Arena& arena);

std::string_view view(json::string_view text) {
    return {text.data(), text.size()};
}

Value convert_array(const json::array& source, Arena& arena) {
    auto* list = arena.make<ListData>();
    for (const json::value& item : source) {
        append_item(arena, *list, convert(item, arena));
    }
    return Value::list(list);
}

Value convert_object(const json::object& source, Arena& arena) {
    if (source.size() == 1 && source.begin()->key() == "$markup" &&
        source.begin()->value().is_string()) {
        return Value::markup(arena.copy(view(source.begin()->value().get_string())),
                             "said to be trusted by the context");
    }
    auto* dict = arena.make<DictData>();
    for (const auto& member : source) {
        set_entry(arena,
                  *dict,
                  Value::text(arena.copy(view(member.key()))),
                  convert(member.value(), arena));
    }
    return Value::dict(dict);
}

Value convert(const json::value& source, Arena& arena) {
    switch (source.kind()) {
        case json::kind::null:
            return Value::none();
        case json::kind::bool_:
            return Value::boolean(source.get_bool());
        case json::kind::int64:
            return Value::integer(source.get_int64());
        case json::kind::uint64:
            throw std::invalid_argument("context: a number does not fit 64 bits");
        case json::kind::double_:
            return Value::real(source.get_double());
        case json::kind::string:
            return Value::text(arena.copy(view(source.get_string())));
        case json::kind::array:
            return convert_array(source.get_array(), arena);
        case json::kind::object:
            break;
    }
    return convert_object(source.get_object(), arena);
}

}  // namespace

std::vector<NamedValue> read_context(std::string_view text, Arena& arena) {
    json::error_code error;
    json::value parsed = json::parse(json::string_view(text.data(), text.size()), error);
    if (error || !parsed.is_object()) {
        throw std::invalid_argument("context: expected a JSON object" +
                                    (error ? ": " + error.message() : std::string()));
    }
    std::vector<NamedValue> names;
    for (const auto& member : parsed.get_object()) {
        names.push_back({arena.copy(view(member.key())), convert(member.value(), arena)});
    }
    return names;
}

}  // namespace carafe::templates
