#include "carafe/orm/database.hpp"

#include "carafe/crypto/random.hpp"
#include "carafe/orm/errors.hpp"

namespace carafe::orm {

Database::Database(std::string_view url, Tables tables, const Clock& clock, DatabaseOptions options)
    : tables_(std::move(tables)),
      clock_(clock),
      options_(std::move(options)),
      engine_(db::open_engine(url, options_.connections)),
      cursor_key_(crypto::random_bytes(32)) {}

Database::~Database() = default;

void Database::run(Retries retries, const std::function<void(UnitOfWork&)>& work) {
    for (int attempt = 0;; ++attempt) {
        UnitOfWork unit(*this);
        try {
            work(unit);
            unit.commit();
            return;
        } catch (const Error& error) {
            if (!error.is_retryable() || attempt >= retries.count) {
                throw;
            }
        }
    }
}

}  // namespace carafe::orm
