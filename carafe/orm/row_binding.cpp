#include "carafe/orm/row_binding.hpp"

#include "carafe/orm/detail/text.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/sealing.hpp"

#include <algorithm>

namespace carafe::orm::detail {

namespace {

void bind_text(const Table& table, const Column& column, std::string_view text, db::Param& param) {
    require_fitting(table, column, text);
    param.kind = db::ParamKind::Text;
    param.bytes = text.data();
    param.size = static_cast<std::uint32_t>(text.size());
}

void bind_integer(const Column& column, std::int64_t value, db::Param& param) {
    param.kind = param_kind(column.type);
    param.integer = value;
}

}  // namespace

void require_fitting(const Table& table, const Column& column, std::string_view text) {
    if (!is_clean_text(text)) {
        throw InvalidText("\"" + table.name + "." + column.name +
                          "\": text is not valid UTF-8 or contains a NUL byte");
    }
    auto limit = static_cast<std::size_t>(column.size);
    if (limit > 0 && text.size() > limit && count_code_points(text) > limit) {
        CheckViolation error("\"" + table.name + "." + column.name + "\": text is longer than " +
                             std::to_string(limit) + " characters");
        error.table = table.name;
        error.columns = {column.name};
        throw error;
    }
}

void bind_field(const Table& table, const Column& column, const void* field, db::Param& param) {
    if (column.optional) {
        field = column.optional->get(field);
        if (!field) {
            param.kind = db::ParamKind::Null;
            return;
        }
    }
    switch (column.memory) {
        case db::MemoryKind::Bool:
            return bind_integer(column, *static_cast<const bool*>(field) ? 1 : 0, param);
        case db::MemoryKind::Int16:
            return bind_integer(column, *static_cast<const std::int16_t*>(field), param);
        case db::MemoryKind::Int32:
            return bind_integer(column, *static_cast<const std::int32_t*>(field), param);
        case db::MemoryKind::Int64:
            return bind_integer(column, *static_cast<const std::int64_t*>(field), param);
        case db::MemoryKind::Double:
            param.kind = db::ParamKind::Real;
            param.real = *static_cast<const double*>(field);
            return;
        case db::MemoryKind::Text:
            return bind_text(table, column, *static_cast<const std::string*>(field), param);
        case db::MemoryKind::Blob: {
            const auto& bytes = *static_cast<const std::string*>(field);
            param.kind = db::ParamKind::Blob;
            param.bytes = bytes.data();
            param.size = static_cast<std::uint32_t>(bytes.size());
            return;
        }
        case db::MemoryKind::Enum:
            return bind_text(table, column, column.enums->name(field), param);
    }
}

bool bind_narrowing(const SessionCore& session, std::uint16_t source, db::Param& param) {
    if (source < kNarrowSource || source >= narrow_source(session.narrowings().size())) {
        return false;
    }
    param = session.narrowings()[source - kNarrowSource].list.at(0);
    return true;
}

void bind_row(SessionCore& session,
              const Table& table,
              const RowView& row,
              const db::CachedStatement& statement,
              std::int64_t version,
              Params& params) {
    for (std::size_t i = 0; i < statement.sources.size(); ++i) {
        switch (auto source = statement.sources[i]) {
            case kKeySource:
                params.integer(i, row.key());
                break;
            case kTenantSource:
                params.integer(i, row.tenant());
                break;
            case kVersionSource:
                params.integer(i, version);
                break;
            default: {
                if (bind_narrowing(session, source, params[i])) {
                    break;
                }
                const Column& column = table.columns[source];
                if (column.sealing == Sealing::None) {
                    bind_field(table, column, row.field(column), params[i]);
                } else {
                    bind_sealed(session, table, column, row, params, i);
                }
            }
        }
    }
}

KeyOf key_of(const RowView& row) {
    return row.key() == 0 ? KeyOf::Engine : KeyOf::Row;
}

namespace {

void check_narrowings(const SessionCore& session, const Table& table, const RowView& row) {
    session.each_narrowed(table, [&](const Column& column, std::size_t index) {
        const auto& ids = session.narrowings()[index].ids;
        const auto id = row.reference(column);
        if (!id || !std::binary_search(ids.begin(), ids.end(), *id)) {
            throw TenantViolation("row of \"" + table.name + "\" outside of the narrowed session: " + column.name);
        }
    });
}

}  // namespace

void check_tenant(const SessionCore& session, const Table& table, const RowView& row) {
    check_narrowings(session, table, row);
    const Column* own = session.tenant_column(table);
    if (own == table.key && own) {
        if (row.key() != session.tenant()) {
            throw TenantViolation("row of another tenant in \"" + table.name + "\"");
        }
        return;
    }
    if (!table.tenant) {
        return;
    }
    if (row.tenant() == 0) {
        if (!own) {
            throw TenantViolation("a row of \"" + table.name + "\" wants a tenant");
        }
        row.tenant() = session.tenant();
    } else if (own && row.tenant() != session.tenant()) {
        throw TenantViolation("row of another tenant in \"" + table.name + "\"");
    }
}

void stamp_new(const SessionCore& session, const Table& table, const RowView& row) {
    check_tenant(session, table, row);
    const std::int64_t now = session.unit().database().clock().now().us;
    row.stamp(ColumnRole::CreatedAt, now);
    row.stamp(ColumnRole::UpdatedAt, now);
    row.stamp_author(ColumnRole::CreatedBy, session.unit().actor());
    row.stamp_author(ColumnRole::UpdatedBy, session.unit().actor());
    if (table.version) {
        row.version() = 1;
    }
}

}  // namespace carafe::orm::detail
