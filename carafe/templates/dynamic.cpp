#include "carafe/templates/dynamic.hpp"

#include "carafe/templates/operations.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace carafe::templates {

namespace json = boost::json;

namespace {

[[noreturn]] void fail(std::uint32_t line, std::uint32_t column, const std::string& message) {
    throw ContextError({"templates.E101", "context", line, column, message});
}

/// @throws ContextError where the text stops being JSON.
json::value parse_object(std::string_view text) {
    json::stream_parser parser;
    json::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error && read == text.size()) {
        parser.finish(error);
    } else if (!error) {
        error = json::error::extra_data;
    }
    if (error) {
        const auto before = text.substr(0, read);
        const auto newline = before.rfind('\n');
        const auto line = std::count(before.begin(), before.end(), '\n');
        fail(static_cast<std::uint32_t>(line + 1),
             static_cast<std::uint32_t>(read - (newline == before.npos ? 0 : newline + 1) + 1),
             "expected a JSON object: " + error.message());
    }
    json::value parsed = parser.release();
    if (!parsed.is_object()) {
        fail(1, 1, "expected a JSON object");
    }
    return parsed;
}

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
            fail(0, 0, "a number does not fit 64 bits");
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
    const json::value parsed = parse_object(text);
    std::vector<NamedValue> names;
    for (const auto& member : parsed.get_object()) {
        names.push_back({arena.copy(view(member.key())), convert(member.value(), arena)});
    }
    return names;
}

}  // namespace carafe::templates
