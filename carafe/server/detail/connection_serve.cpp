// From octets to answers: head, body, gate, handler, answer. Waiting and sending are in
// connection.cpp.
#include "carafe/http/response_writer.hpp"
#include "carafe/server/detail/connection.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace carafe::server::detail {

namespace {

constexpr std::size_t kBatchLimit = 64 * 1024;
constexpr std::uint64_t kDrainLimit = 256 * 1024;
constexpr std::uint64_t kSmallBody = 64 * 1024;
// With less room than this behind an unfinished head, a greater buffer is taken.
constexpr std::size_t kMinRoom = 512;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::uint32_t microseconds_since(std::chrono::steady_clock::time_point start) {
    auto passed = std::chrono::steady_clock::now() - start;
    return static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
}

/// What the head tells against the body; 0 for nothing, or when it is dropped anyway.
int refusal_of_body(const http::RequestHead& head, const http::BodyPlan& plan) {
    if (plan.discard) {
        return 0;
    }
    if (head.content_length > plan.limit) {
        return 413;
    }
    return head.has_content_encoding ? 415 : 0;
}

}  // namespace

void Connection::serve(std::string_view input) {
    while (serve_one(input)) {
    }
}

/// Takes one request off the input and answers it.
bool Connection::serve_one(std::string_view& input) {
    if (phase_ == Phase::Head && !read_head(input)) {
        return false;
    }
    if (phase_ == Phase::Body && !read_body(input)) {
        return false;
    }
    return run(input);
}

bool Connection::read_head(std::string_view& input) {
    if (input.empty()) {
        if (flush()) {
            wait_for_input();
        }
        return false;
    }
    auto& current = exchange();
    if (!held_) {
        current.parser.reset();
    }
    auto step = current.parser.feed(input);
    if (step.needs_more()) {
        return keep_head(input);
    }
    if (step.is_refused()) {
        return refuse(step.status());
    }
    current.base = input.data();
    input.remove_prefix(current.parser.head().length);
    // From here on the input lies in the scratch, and the held buffer has the head alone.
    if (held_) {
        input = worker().to_scratch(input);
    }
    current.plan = {};
    current.plan = core_.handler.plan(make_request());
    return begin_body(input);
}

/// Puts the beginning of a head into a buffer of its own and waits for the rest.
bool Connection::keep_head(std::string_view input) {
    if (!held_) {
        auto held = std::make_unique<Held>(worker().exchange);
        held->started = core_.clock.now();
        held_ = std::move(held);
    }
    if (held_->buffer.size() < input.size() + kMinRoom) {
        auto buffer = core_.pool.take(input.size() + kMinRoom);
        std::memcpy(buffer.data(), input.data(), input.size());
        held_->buffer = std::move(buffer);
    }
    held_->length = input.size();
    if (flush()) {
        wait_for_input();
    }
    return false;
}

/// The head is complete and planned: is there a body, do we take it, is it here?
bool Connection::begin_body(std::string_view& input) {
    const auto& [parser, base, plan] = exchange();
    const auto& head = parser.head();
    body_ = {};
    refusal_ = 0;
    drops_body_ = false;
    phase_ = Phase::Run;
    if (!head.has_body()) {
        return true;
    }
    refusal_ = static_cast<std::uint16_t>(refusal_of_body(head, plan));
    drops_body_ = plan.discard || refusal_ != 0;
    // A refused client that waits for 100 gets none; one with a lot to send is not listened to.
    if (drops_body_ && (head.expects_continue || head.content_length > kDrainLimit)) {
        return answer_at_once(input);
    }
    if (!head.is_chunked && head.content_length <= input.size()) {
        auto length = static_cast<std::size_t>(head.content_length);
        if (!drops_body_) {
            body_ = input.substr(0, length);
        }
        input.remove_prefix(length);
        return true;
    }
    if (head.expects_continue && input.empty()) {
        worker().batch += kContinue;
    }
    hold_exchange();
    phase_ = Phase::Body;
    return true;
}

/// Answers before the body is read; the connection ends with it.
bool Connection::answer_at_once(std::string_view& input) {
    is_last_ = true;
    input = {};
    body_ = {};
    phase_ = Phase::Run;
    return true;
}

/// Makes the request in hand own its head, so that it outlives the scratch.
void Connection::hold_exchange() {
    auto limit = drops_body_ ? kDrainLimit : exchange().plan.limit;
    auto left = exchange().parser.head().content_length;
    if (!held_) {
        auto held = std::make_unique<Held>(worker().exchange);
        held->length = held->exchange.parser.head().length;
        held->buffer = core_.pool.take(held->length);
        std::memcpy(held->buffer.data(), held->exchange.base, held->length);
        held_ = std::move(held);
    }
    held_->exchange.base = held_->buffer.data();
    held_->decoder = http::ChunkDecoder(limit);
    held_->left = left;
    held_->received = 0;
    held_->started = core_.clock.now();
    if (!drops_body_) {
        held_->body.reserve(static_cast<std::size_t>(std::min(left, kSmallBody)));
    }
}

bool Connection::read_body(std::string_view& input) {
    auto step = feed_body(input);
    if (step.needs_more()) {
        if (flush()) {
            wait_for_input();
        }
        return false;
    }
    if (step.is_refused()) {
        return drops_body_ && step.status() == 413 ? answer_at_once(input) : refuse(step.status());
    }
    body_ = held_->body;
    phase_ = Phase::Run;
    return true;
}

http::ParseStep Connection::feed_body(std::string_view& input) {
    std::size_t used = 0;
    auto* body = drops_body_ ? nullptr : &held_->body;
    auto step = http::ParseStep::done();
    if (held_->exchange.parser.head().is_chunked) {
        step = held_->decoder.feed(input, used, body);
    } else {
        used = static_cast<std::size_t>(std::min<std::uint64_t>(held_->left, input.size()));
        if (body != nullptr) {
            body->append(input.substr(0, used));
        }
        held_->left -= used;
        if (held_->left > 0) {
            step = http::ParseStep::need_more();
        }
    }
    held_->received += used;
    input.remove_prefix(used);
    return step;
}

/// 500 octets a second after 10 s of grace; a small body has 60 s in all.
Moment Connection::deadline_of_body() const {
    const auto& timeouts = core_.options.timeouts;
    auto earned = static_cast<Moment>(held_->received * 1000 /
                                      std::max<std::uint64_t>(timeouts.body_rate, 1));
    auto deadline = held_->started + timeouts.body_grace.count() + earned;
    if (held_->received < kSmallBody) {
        deadline = std::min(deadline, held_->started + timeouts.small_body.count());
    }
    return deadline;
}

/// The request is complete: refuses it, runs it, or parks it.
bool Connection::run(std::string_view& input) {
    if (refusal_ != 0) {
        auto& response = worker().response;
        response = http::make_refusal(refusal_);
        response.close = false;  // the body was read to its end, or is_last_ is set
        return answer(input);
    }
    const auto& plan = exchange().plan;
    if (plan.lane == http::Lane::Instant) {
        execute(std::nullopt);
        return answer(input);
    }
    auto queue = queue_of(plan);
    if (!core_.gate.try_enter(queue)) {
        return park(input, queue);
    }
    execute(queue);
    return answer(input);
}

/// Lets the request wait at the gate, owning everything.
bool Connection::park(std::string_view input, Queue queue) {
    if (!held_) {
        hold_exchange();
    }
    if (body_.data() != held_->body.data()) {
        held_->body = body_;
    }
    body_ = held_->body;
    held_->queue = queue;
    held_->rest = input;
    held_->answers = std::move(worker().batch);
    worker().batch.clear();
    slot_->set(Activity::Run, 0);
    if (core_.gate.park(this, queue, core_.clock.exact_now())) {
        return false;
    }
    worker().batch = std::move(held_->answers);
    return refuse(503);
}

/// Calls the handler, and gives back its place at the gate whatever happens.
void Connection::execute(std::optional<Queue> place) {
    struct Leaver {
        Gate& gate;
        std::optional<Queue> place;

        ~Leaver() {
            if (place) {
                gate.leave(*place);
            }
        }
    } leaver{core_.gate, place};

    slot_->set(Activity::Run, 0);
    if (auto* meter = exchange().plan.meter) {
        return call_measured(*meter);
    }
    call_handler();
}

void Connection::call_measured(http::LaneMeter& meter) {
    auto start = std::chrono::steady_clock::now();
    call_handler();
    learn(meter, microseconds_since(start));
}

http::Request Connection::make_request() {
    const auto& current = exchange();
    http::Request request(current.parser.head(), current.base);
    request.set_body(body_);
    request.set_peer(peer_, false);
    request.set_route(current.plan.route);
    return request;
}

void Connection::call_handler() {
    auto& response = worker().fresh_response();
    try {
        core_.handler.handle(make_request(), response);
        return;
    } catch (const std::exception& error) {
        core_.log(error.what());
    } catch (...) {
        core_.log("a handler threw something that is no std::exception");
    }
    response = http::make_refusal(500);
    response.close = false;
}

/// Writes the response in hand, or puts it into the batch when more requests are here already.
bool Connection::answer(std::string_view& input) {
    auto& mine = worker();
    auto request = make_request();
    is_last_ |= request.wants_close() || mine.response.close ||
                core_.is_stopping.load(std::memory_order_relaxed);
    append_answer_head(is_last_);
    auto body = http::has_body(mine.response, request.method()) ? mine.response.bytes()
                                                                : std::string_view{};
    held_.reset();
    body_ = {};
    phase_ = Phase::Head;
    has_answered_ = true;
    bool can_wait = !is_last_ && !input.empty() && mine.batch.size() + body.size() <= kBatchLimit;
    if (!can_wait) {
        return send(body, is_last_ ? std::string_view{} : input);
    }
    mine.batch += body;
    return true;
}

/// Appends the head to the batch. An answer that cannot be written is our bug, and becomes a 500.
void Connection::append_answer_head(bool close) {
    auto& mine = worker();
    auto before = mine.batch.size();
    const auto date = core_.clock.date();
    http::HeadOptions options{date.view(), close};
    try {
        http::append_head(mine.batch, mine.response, options);
    } catch (const std::exception& error) {
        core_.log(error.what());
        mine.batch.resize(before);
        mine.response = http::make_refusal(500);
        http::append_head(mine.batch, mine.response, options);
    }
}

/// Refuses with a short text; the connection ends with it.
bool Connection::refuse(int status) {
    auto& mine = worker();
    mine.response = http::make_refusal(status);
    is_last_ = true;
    append_answer_head(true);
    held_.reset();
    phase_ = Phase::Head;
    return send(mine.response.bytes(), {});
}

/// Sends the answers that have collected. False: the socket did not take them all, or is gone.
bool Connection::flush() {
    return worker().batch.empty() || send({}, {});
}

}  // namespace carafe::server::detail
