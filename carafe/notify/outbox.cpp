#include "carafe/notify/outbox.hpp"

#include "carafe/orm/database.hpp"
#include "carafe/text/utf8.hpp"

#include <stdexcept>

namespace carafe::notify {

namespace {

constexpr int kMaxAttempts = 8;
constexpr int kBatch = 20;
constexpr auto kPause = std::chrono::seconds{3};

void note_failure(OutboxMail& mail, const carafe::Error& error, Timestamp now) {
    mail.last_error = text::cut_bytes(error.message, 200);
    mail.state = mail.attempts >= kMaxAttempts ? MailState::Failed : MailState::Waiting;
    mail.next_attempt_at = now + std::chrono::minutes{1ll << (mail.attempts - 1)};
}

void note_success(OutboxMail& mail) {
    mail.state = MailState::Sent;
    mail.body_text.clear();
    mail.body_html.clear();
    mail.last_error.clear();
}

bool deliver(orm::Database& database, Transport& transport, OutboxMail& row, Timestamp now, const Log& log) {
    Mail mail{row.sender, row.recipient, row.subject, row.body_text, row.body_html};
    auto message = format_mail(mail, now, "mail-" + std::to_string(row.id.value) + '-' + std::to_string(row.created_at.us));
    ++row.attempts;
    auto sent = transport.send(address_of(row.sender), address_of(row.recipient), message);
    if (sent) {
        note_success(row);
    } else {
        note_failure(row, sent.error(), now);
        log.warning("mail.failed", {{"mail", row.id.value}, {"attempt", row.attempts}, {"error", row.last_error}});
    }
    database.transact([&](orm::Session& db) { db.update(row); });
    return static_cast<bool>(sent);
}

}  // namespace

void enqueue(orm::Session db, const Mail& mail) {
    if (auto checked = check_mail(mail); !checked) throw std::invalid_argument(checked.error().message);
    OutboxMail row;
    row.sender = mail.from;
    row.recipient = mail.to;
    row.subject = mail.subject;
    row.body_text = mail.text;
    row.body_html = mail.html;
    row.next_attempt_at = db.now();
    db.insert(row);
}

int deliver_due(orm::Database& database, Transport& transport, Timestamp now, const Log& log) {
    std::vector<OutboxMail> due;
    {
        orm::UnitOfWork unit(database, orm::Access::ReadOnly);
        due = unit.session()
                  .query<OutboxMail>()
                  .where(&OutboxMail::state, MailState::Waiting)
                  .where(col(&OutboxMail::next_attempt_at) <= now)
                  .order_by(&OutboxMail::next_attempt_at)
                  .limit(kBatch)
                  .all();
    }
    int sent = 0;
    for (auto& row : due) sent += deliver(database, transport, row, now, log) ? 1 : 0;
    return sent;
}

Delivery::Delivery(orm::Database& database, std::unique_ptr<Transport> transport, Log log)
    : database_(database), transport_(std::move(transport)), log_(std::move(log)), thread_([this] { run(); }) {}

Delivery::~Delivery() {
    {
        std::lock_guard guard(lock_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Delivery::run() {
    std::unique_lock guard(lock_);
    while (!stopping_) {
        guard.unlock();
        try {
            deliver_due(database_, *transport_, database_.clock().now(), log_);
        } catch (const std::exception& error) {
            log_.error("mail.delivery_failed", {{"error", error.what()}});
        }
        guard.lock();
        wake_.wait_for(guard, kPause, [this] { return stopping_; });
    }
}

}  // namespace carafe::notify
