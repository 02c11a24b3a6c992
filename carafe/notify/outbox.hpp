// The outbox: a mail is a row written in the same transaction as its cause, delivered later by a
// background thread, with retries. Sending never blocks a request and nothing is lost at a crash.
//
//     notify::enqueue(request.work().session(), {from, user.email, "Reset your password", text, html});
#pragma once
#include "carafe/notify/mail.hpp"
#include "carafe/notify/transport.hpp"
#include "carafe/observe/log.hpp"
#include "carafe/orm/model.hpp"
#include "carafe/orm/session.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace carafe::orm {
class Database;
}

namespace carafe::notify {

using namespace carafe::orm;

enum class MailState { Waiting, Sent, Failed };
constexpr EnumEntry<MailState> kMailStateNames[] = {
    {MailState::Waiting, "waiting"}, {MailState::Sent, "sent"}, {MailState::Failed, "failed"}};
constexpr auto& enum_names(MailState) { return kMailStateNames; }

/// Sent mails keep their row for the record, without bodies: those may hold links.
struct OutboxMail : Timestamps<OutboxMail> {
    Id<OutboxMail> id{};
    std::string sender{};
    std::string recipient{};
    std::string subject{};
    std::string body_text{};
    std::string body_html{};
    MailState state = MailState::Waiting;
    std::int32_t attempts = 0;
    Timestamp next_attempt_at{};
    std::string last_error{};

    static constexpr void describe(auto& t) {
        t.table("outbox_mails");
        t.id("id", &OutboxMail::id);
        t.col("sender", &OutboxMail::sender).size(300);
        t.col("recipient", &OutboxMail::recipient).size(300);
        t.col("subject", &OutboxMail::subject).size(300);
        t.col("body_text", &OutboxMail::body_text);
        t.col("body_html", &OutboxMail::body_html);
        t.col("state", &OutboxMail::state).default_value(MailState::Waiting);
        t.col("attempts", &OutboxMail::attempts).default_value(0);
        t.col("next_attempt_at", &OutboxMail::next_attempt_at);
        t.col("last_error", &OutboxMail::last_error).size(200);
        t.timestamps();
        t.index(&OutboxMail::state, &OutboxMail::next_attempt_at);
    }
};

/// Adds a mail to the outbox of this transaction. @throws std::invalid_argument for check_mail's faults.
void enqueue(orm::Session db, const Mail& mail);

/// Sends what is due, each mail in its own transaction; 8 attempts, one minute to about two hours apart.
/// @return mails sent.
int deliver_due(orm::Database& database, Transport& transport, Timestamp now, const Log& log);

/// A thread that delivers every few seconds until it is destroyed.
class Delivery {
  public:
    Delivery(orm::Database& database, std::unique_ptr<Transport> transport, Log log);
    ~Delivery();
    Delivery(const Delivery&) = delete;

  private:
    void run();
    orm::Database& database_;
    std::unique_ptr<Transport> transport_;
    Log log_;
    std::mutex lock_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace carafe::notify
