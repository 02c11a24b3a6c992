// Pages by cursor. A cursor names the last row of a page by the values it is ordered by; it is
// opaque to visitors but not secret: whoever changes one sees another page of the rows that session
// may see anyway.
#include "carafe/db/statement_cache.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/query_core.hpp"

#include <cstring>

namespace carafe::orm {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

std::string to_hex(std::string_view bytes) {
    std::string text;
    for (char c : bytes) {
        auto byte = static_cast<unsigned char>(c);
        text += kHexDigits[byte >> 4];
        text += kHexDigits[byte & 15];
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const auto* high = std::strchr(kHexDigits, text[i]);
        const auto* low = std::strchr(kHexDigits, text[i + 1]);
        if (!text[i] || !text[i + 1] || !high || !low) {
            return std::nullopt;
        }
        bytes += static_cast<char>((high - kHexDigits) * 16 + (low - kHexDigits));
    }
    return text.size() % 2 == 0 ? std::optional(bytes) : std::nullopt;
}

[[noreturn]] void bad_cursor() {
    throw QueryError("the cursor does not belong to this list");
}

/// Ties a cursor to the tables, columns and directions it was made for.
std::string fingerprint(const std::vector<Order>& orders) {
    std::string shape;
    for (const auto& order : orders) {
        const Column* column = order.table->column_at(order.offset);
        if (!column || column->nullable) {
            throw QueryError("keyset() orders by columns that are never NULL");
        }
        shape += order.table->name + "." + column->name + (order.descending ? "-" : "+");
    }
    std::uint32_t hash = static_cast<std::uint32_t>(db::StatementCache::hash(shape, nullptr));
    return {reinterpret_cast<const char*>(&hash), sizeof hash};
}

void put_value(std::string& out, const Column& column, const char* row) {
    const void* value = row + column.offset;
    switch (column.memory) {
        case db::MemoryKind::Text:
        case db::MemoryKind::Enum: {
            std::string_view text = column.memory == db::MemoryKind::Enum
                                        ? column.enums->name(value)
                                        : std::string_view(*static_cast<const std::string*>(value));
            auto size = static_cast<std::uint32_t>(text.size());
            out += 't';
            out.append(reinterpret_cast<const char*>(&size), sizeof size);
            out += text;
            return;
        }
        case db::MemoryKind::Double:
            out += 'r';
            out.append(static_cast<const char*>(value), 8);
            return;
        case db::MemoryKind::Blob:
            throw QueryError("keyset() cannot order by bytes");
        default:
            break;
    }
    std::int64_t number = 0;
    if (column.memory == db::MemoryKind::Bool) {
        number = *static_cast<const bool*>(value) ? 1 : 0;
    } else if (column.memory == db::MemoryKind::Int16) {
        number = *static_cast<const std::int16_t*>(value);
    } else if (column.memory == db::MemoryKind::Int32) {
        number = *static_cast<const std::int32_t*>(value);
    } else {
        number = *static_cast<const std::int64_t*>(value);
    }
    out += 'i';
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Reads one value of a cursor into `arguments` and moves `bytes` behind it.
void take_value(std::string_view& bytes, Arguments& arguments) {
    if (bytes.size() < 5) {
        bad_cursor();
    }
    char kind = bytes.front();
    bytes.remove_prefix(1);
    if (kind == 't') {
        std::uint32_t size;
        std::memcpy(&size, bytes.data(), sizeof size);
        bytes.remove_prefix(sizeof size);
        if (size > bytes.size()) {
            bad_cursor();
        }
        arguments.text(bytes.substr(0, size));
        bytes.remove_prefix(size);
        return;
    }
    if (bytes.size() < 8 || (kind != 'i' && kind != 'r')) {
        bad_cursor();
    }
    if (kind == 'i') {
        std::int64_t number;
        std::memcpy(&number, bytes.data(), sizeof number);
        arguments.integer(number);
    } else {
        double number;
        std::memcpy(&number, bytes.data(), sizeof number);
        arguments.real(number);
    }
    bytes.remove_prefix(8);
}

void put_position(Arguments& arguments,
                  std::string_view bytes,
                  const std::vector<Order>& orders,
                  const std::string& shape) {
    if (bytes.substr(0, shape.size()) != shape) {
        bad_cursor();
    }
    bytes.remove_prefix(shape.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        take_value(bytes, arguments);
    }
    if (!bytes.empty()) {
        bad_cursor();
    }
}

std::string cursor_at(char direction,
                      const std::string& shape,
                      const std::vector<Order>& orders,
                      const char* row) {
    std::string bytes = shape;
    for (const auto& order : orders) {
        put_value(bytes, *order.table->column_at(order.offset), row);
    }
    return direction + to_hex(bytes);
}

void add_key_order(std::vector<Order>& orders, const Table& root) {
    for (const auto& order : orders) {
        if (order.table != &root) {
            throw QueryError("keyset() orders by columns of the model itself");
        }
        if (order.offset == root.key->offset) {
            return;
        }
    }
    orders.push_back({&root, root.key->offset, !orders.empty() && orders.back().descending});
}

void turn_round(std::vector<Order>& orders) {
    for (auto& order : orders) {
        order.descending = !order.descending;
    }
}

}  // namespace

KeysetResult QueryCore::keyset(void* vector,
                               std::string_view after,
                               std::int64_t size,
                               bool& backwards) {
    add_key_order(orders, *root);
    const std::string shape = fingerprint(orders);
    const std::vector<Order> forward = orders;
    backwards = after.starts_with('p');
    if (!after.empty()) {
        auto bytes = from_hex(after.substr(1));
        if (!bytes || (after.front() != 'n' && after.front() != 'p')) {
            bad_cursor();
        }
        if (backwards) {
            turn_round(orders);
        }
        code.byte(static_cast<unsigned>(Clause::After));
        put_position(arguments, *bytes, forward, shape);
    }
    limit(size + 1);
    all(vector);

    const RowOps& rows = *root->rows;
    auto found = rows.vector_size(vector);
    bool more = found > static_cast<std::size_t>(size);
    if (more) {
        rows.resize(vector, --found);
    }
    if (found == 0) {
        return {};
    }
    const char* data = static_cast<const char*>(rows.vector_data(vector));
    const char* first_row = backwards ? data + (found - 1) * rows.row_size : data;
    const char* last_row = backwards ? data : data + (found - 1) * rows.row_size;
    KeysetResult result;
    if (backwards || more) {
        result.next = cursor_at('n', shape, forward, last_row);
    }
    if (backwards ? more : !after.empty()) {
        result.previous = cursor_at('p', shape, forward, first_row);
    }
    return result;
}

}  // namespace carafe::orm
