#include "carafe/orm/query.hpp"

#include "carafe/orm/errors.hpp"
#include "carafe/orm/row_binding.hpp"
#include "carafe/orm/runner.hpp"
#include "carafe/orm/sealing.hpp"
#include "carafe/orm/session.hpp"
#include "carafe/orm/sql_writer.hpp"

namespace carafe::orm {

namespace {

/// Lists up to this long are read into memory made at once.
constexpr std::int64_t kReserveAtMost = 100;

void push_byte(Buffer& code, auto value) {
    code.byte(static_cast<unsigned>(value));
}

/// Rows of a std::vector made in blocks through one function; cut to size at the end.
class VectorSink {
  public:
    VectorSink(void* vector, const RowOps& rows) : vector_(vector), rows_(rows) {}

    void reserve(std::size_t count) {
        made_ = count;
        data_ = static_cast<char*>(rows_.resize(vector_, count));
    }

    void* next() {
        if (used_ == made_) {
            reserve(made_ ? made_ * 2 : 8);
        }
        return data_ + rows_.row_size * used_++;
    }

    /// @return the first row.
    void* finish() {
        if (used_ != made_) {
            reserve(used_);
        }
        return data_;
    }

    std::size_t size() const { return used_; }

  private:
    void* vector_;
    const RowOps& rows_;
    char* data_ = nullptr;
    std::size_t used_ = 0;
    std::size_t made_ = 0;
};

void* next_of_vector(void* sink, std::int64_t) {
    return static_cast<VectorSink*>(sink)->next();
}

/// Makes the std::optional's value when a row comes.
struct OptionalSink {
    void* optional;
    const RowOps& rows;
    void* row = nullptr;
};

void* next_of_optional(void* context, std::int64_t) {
    auto& sink = *static_cast<OptionalSink*>(context);
    return sink.row = sink.rows.emplace(sink.optional);
}

void* same_place(void* place, std::int64_t) {
    return place;
}

void bind_actor(std::optional<std::int64_t> actor, db::Param& param) {
    param.kind = actor ? db::ParamKind::Integer : db::ParamKind::Null;
    param.integer = actor.value_or(0);
}

/// An argument of matches(): nothing equals it when there is no key yet, or no text.
void bind_match(const QueryCore& query, std::uint16_t source, Params& params, std::size_t at) {
    const bool of_tenant = (source & kBlindOfTenant) != 0;
    const db::Param text = query.arguments.at(source & ~(kBlindOfTenant | kBlindOfApplication));
    const std::int64_t owner = of_tenant ? query.session->tenant() : 0;
    params.own(at,
               db::ParamKind::Blob,
               detail::find_blind_index(*query.session, owner, {text.bytes, text.size}));
}

void bind(const QueryCore& query, const db::CachedStatement& statement, Params& params) {
    for (std::size_t i = 0; i < statement.sources.size(); ++i) {
        auto source = statement.sources[i];
        if (source == kTenantSource) {
            params.integer(i, query.session->tenant());
        } else if (source == kNowSource) {
            params.integer(i,
                           query.session->unit().database().clock().now().us,
                           db::ParamKind::Timestamp);
        } else if (source == kActorSource) {
            bind_actor(query.session->unit().actor(), params[i]);
        } else if (detail::bind_narrowing(*query.session, source, params[i])) {
            continue;
        } else if (source >= kBlindOfApplication) {
            bind_match(query, source, params, i);
        } else {
            params[i] = query.arguments.at(source);
        }
    }
}

}  // namespace

EagerLoad& eager_node(std::vector<EagerLoad>& loads, std::size_t offset) {
    for (auto& load : loads) {
        if (load.offset == offset) {
            return load;
        }
    }
    return loads.emplace_back(EagerLoad{offset, {}, {}, {}, false});
}

QueryCore* acquire_query(SessionCore& session, const Table& table) {
    QueryCore* query = session.unit().take_query();
    query->start(session, table);
    return query;
}

void release_query(QueryCore* query) noexcept {
    query->session->unit().give_query(query);
}

void QueryCore::start(SessionCore& in_session, const Table& table) {
    session = &in_session;
    root = &table;
    code.clear();
    arguments.clear();
    out.clear();
    loads.clear();
    orders.clear();
    row_limit = 0;
    deleted_too = false;
    push_byte(code, StatementKind::Select);
    code.pointer(&table);
}

void QueryCore::set_kind(StatementKind kind) {
    code.data()[0] = static_cast<unsigned char>(kind);
}

void QueryCore::add_expression(Clause clause, const Expr& expr) {
    push_byte(code, clause);
    code.number16(expr.code.size());
    code.append(expr.code.data(), expr.code.size());
    arguments.append(expr.arguments);
}

void QueryCore::where_equal(std::size_t offset) {
    push_byte(code, Clause::Where);
    code.number16(1 + sizeof(const Table*) + 2 + 2);
    push_byte(code, Op::Column);
    code.pointer(root);
    code.number16(static_cast<unsigned>(offset));
    push_byte(code, Op::Value);
    push_byte(code, Op::Equal);
}

void QueryCore::limit(std::int64_t rows) {
    row_limit = rows;
    push_byte(code, Clause::Limit);
    arguments.integer(rows);
}

void QueryCore::offset(std::int64_t rows) {
    push_byte(code, Clause::Offset);
    arguments.integer(rows);
}

void QueryCore::join(JoinKind kind, const Table& holder, std::size_t key, const Table& added) {
    push_byte(code, Clause::Join);
    push_byte(code, kind);
    code.pointer(&holder);
    code.number16(static_cast<unsigned>(key));
    code.pointer(&added);
}

void QueryCore::select(const Expr& what, db::OutColumn to) {
    add_expression(Clause::Select, what);
    out.push_back(to);
}

void QueryCore::group(const Table& table, std::size_t offset) {
    push_byte(code, Clause::Group);
    code.pointer(&table);
    code.number16(static_cast<unsigned>(offset));
}

void QueryCore::set(std::size_t offset, const Expr& value) {
    push_byte(code, Clause::Set);
    code.number16(static_cast<unsigned>(offset));
    code.number16(value.code.size());
    code.append(value.code.data(), value.code.size());
    arguments.append(value.arguments);
}

void QueryCore::keys(const Table& table,
                     std::size_t offset,
                     const std::vector<std::int64_t>& keys) {
    set_kind(StatementKind::Related);
    push_byte(code, Clause::Keys);
    code.pointer(&table);
    code.number16(static_cast<unsigned>(offset));
    arguments.begin_list();
    for (auto key : keys) {
        arguments.integer(key);
    }
    arguments.end_list();
}

void QueryCore::with_deleted() {
    deleted_too = true;
    push_byte(code, Clause::WithDeleted);
}

void QueryCore::write_orders() {
    for (const auto& order : orders) {
        push_byte(code, Clause::Order);
        code.pointer(order.table);
        code.number16(static_cast<unsigned>(order.offset));
        code.byte(order.descending ? 1 : 0);
    }
}

void QueryCore::order_by_key_if_none() {
    if (orders.empty()) {
        orders.push_back({root, root->key->offset, false});
    }
}

/// A sink without columns reads rows of the root table.
std::int64_t QueryCore::run(db::RowSink* sink) {
    auto kind = static_cast<StatementKind>(code.data()[0]);
    bool writes = kind == StatementKind::Update || kind == StatementKind::Remove || kind == StatementKind::Erase;
    UnitOfWork& unit = session->unit();
    db::Connection& connection = writes ? unit.writable_connection() : unit.connection();
    auto& statement = cached_statement(*session, connection, code.view(), [&] {
        return write_query(*this, connection.dialect(), *session);
    });
    if (sink && !sink->columns) {
        sink->columns = statement.columns.data();
        sink->count = statement.columns.size();
        sink->stored_types = true;
    }
    Params params(statement.sources.size());
    bind(*this, statement, params);
    if (sink && sink->stored_types && root->has_encrypted) {
        return detail::run_reading(*session, *root, connection, statement, params.span(), *sink);
    }
    return run_statement(*session, connection, statement, params.span(), sink);
}

void QueryCore::fetch(const db::RowSink& sink) {
    write_orders();
    db::RowSink copy = sink;
    run(&copy);
}

void QueryCore::all(void* vector) {
    VectorSink rows(vector, *root->rows);
    if (row_limit > 0 && row_limit <= kReserveAtMost) {
        rows.reserve(static_cast<std::size_t>(row_limit));
    }
    fetch({&rows, next_of_vector, nullptr, 0, false});
    void* first_row = rows.finish();
    if (!loads.empty()) {
        detail::load_relations(*session, *root, first_row, rows.size(), loads);
    }
}

bool QueryCore::first(void* optional) {
    limit(1);
    OptionalSink sink{optional, *root->rows};
    fetch({&sink, next_of_optional, nullptr, 0, false});
    if (sink.row && !loads.empty()) {
        detail::load_relations(*session, *root, sink.row, 1, loads);
    }
    return sink.row != nullptr;
}

void QueryCore::one(void* optional) {
    limit(2);
    OptionalSink sink{optional, *root->rows};
    write_orders();
    db::RowSink rows{&sink, next_of_optional, nullptr, 0, false};
    std::int64_t found = run(&rows);
    if (found == 0) {
        detail::throw_not_found(*root);
    }
    if (found > 1) {
        throw MultipleRows("one() found several rows of \"" + root->name + "\"");
    }
    if (!loads.empty()) {
        detail::load_relations(*session, *root, sink.row, 1, loads);
    }
}

std::int64_t QueryCore::count() {
    set_kind(StatementKind::Count);
    std::int64_t number = 0;
    const db::OutColumn column{0, db::MemoryKind::Int64, nullptr, nullptr};
    db::RowSink sink{&number, same_place, &column, 1, false};
    run(&sink);
    set_kind(StatementKind::Select);
    return number;
}

bool QueryCore::exists() {
    set_kind(StatementKind::Exists);
    std::int64_t found = 0;
    const db::OutColumn column{0, db::MemoryKind::Int64, nullptr, nullptr};
    db::RowSink sink{&found, same_place, &column, 1, false};
    run(&sink);
    set_kind(StatementKind::Select);
    return found != 0;
}

std::int64_t QueryCore::update() {
    set_kind(StatementKind::Update);
    return run(nullptr);
}

std::int64_t QueryCore::remove() {
    set_kind(StatementKind::Remove);
    return run(nullptr);
}

std::int64_t QueryCore::erase() {
    set_kind(StatementKind::Erase);
    return run(nullptr);
}

std::int64_t QueryCore::page(void* vector, std::int64_t& number, std::int64_t size) {
    std::int64_t total = count();
    std::int64_t pages = total == 0 ? 1 : (total + size - 1) / size;
    number = std::clamp<std::int64_t>(number, 1, pages);
    order_by_key_if_none();
    limit(size);
    offset((number - 1) * size);
    all(vector);
    return total;
}

}  // namespace carafe::orm
