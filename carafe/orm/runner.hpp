// Running cached statements: found or written once per connection, counted, timed, errors
// completed.
#pragma once
#include "carafe/db/connection.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/orm/session_core.hpp"

#include <forward_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::orm {

/// Values about to be bound: the first 24 without allocation.
class Params {
  public:
    explicit Params(std::size_t count) : count_(count) {
        if (count > kDirect) {
            more_.resize(count);
        }
    }

    db::Param& operator[](std::size_t index) { return data()[index]; }

    void integer(std::size_t index,
                 std::int64_t value,
                 db::ParamKind kind = db::ParamKind::Integer) {
        data()[index].kind = kind;
        data()[index].integer = value;
    }

    /// Keeps bytes that were made for this statement until it is done.
    void own(std::size_t index, db::ParamKind kind, std::string bytes) {
        const std::string& kept = owned_.emplace_front(std::move(bytes));
        data()[index].kind = kind;
        data()[index].bytes = kept.data();
        data()[index].size = static_cast<std::uint32_t>(kept.size());
    }

    std::span<const db::Param> span() { return {data(), count_}; }

  private:
    static constexpr std::size_t kDirect = 24;

    db::Param* data() { return more_.empty() ? direct_ : more_.data(); }

    std::size_t count_;
    db::Param direct_[kDirect];
    std::vector<db::Param> more_{};
    std::forward_list<std::string> owned_{};
};

/// In narrowed sessions: `key` behind the tables that narrow, whose rules are part of the text.
std::string narrowed_key(const SessionCore& session, std::string_view key);

/// The statement kept under `key` for this kind of session, or what `write` makes.
template <class Write>
db::CachedStatement& cached_statement(const SessionCore& session,
                                      db::Connection& connection,
                                      std::string_view key,
                                      Write&& write) {
    std::string narrowed;
    if (!session.narrowings().empty()) {
        key = narrowed = narrowed_key(session, key);
    }
    const void* scope = session.scope_tag();
    std::uint64_t hash = db::StatementCache::hash(key, scope);
    if (auto* found = connection.cache().find(key, scope, hash)) {
        return *found;
    }
    std::unique_ptr<db::CachedStatement> made = write();
    made->key = key;
    made->scope = scope;
    made->hash = hash;
    return *connection.cache().add(std::move(made));
}

/// Runs it. A statement that writes wants a unit of work that may. Errors that say which constraint
/// was broken get table and columns from the models' description.
std::int64_t run_statement(SessionCore& session,
                           db::Connection& connection,
                           db::CachedStatement& statement,
                           std::span<const db::Param> params,
                           const db::RowSink* sink);

}  // namespace carafe::orm
