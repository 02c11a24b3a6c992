// A parser, long for that reason: reading octets, then noting known fields, then checking the whole
// head.
#include "carafe/http/request_parser.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/http/detail/octets.hpp"
#include "carafe/text/ascii.hpp"
#include "carafe/text/percent.hpp"
#include "carafe/text/utf8.hpp"

#include <algorithm>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace carafe::http {

namespace {

using detail::is_octet;
using text::equals_nocase;

std::uint16_t narrow(std::size_t position) {
    return static_cast<std::uint16_t>(position);
}

Span span_between(std::size_t begin, std::size_t end) {
    return {narrow(begin), narrow(end - begin)};
}

std::size_t skip_class(const char* octets,
                       std::size_t at,
                       std::size_t end,
                       detail::OctetClass wanted) {
    while (at < end && is_octet(wanted, octets[at])) {
        ++at;
    }
    return at;
}

/// Like skip_class for the path and the query, but notes a '%'.
std::size_t skip_target(
    const char* octets, std::size_t at, std::size_t end, detail::OctetClass wanted, bool& percent) {
    for (; at < end && is_octet(wanted, octets[at]); ++at) {
        percent |= octets[at] == '%';
    }
    return at;
}

struct ValueScan {
    std::size_t at;
    bool has_high;  ///< an octet of 0x80 or more was passed
};

#ifdef __SSE2__
/// Passes 16 octets at a time while none is a control (tabs too: the scalar loop takes those).
ValueScan skip_plain_blocks(const char* octets, std::size_t at, std::size_t end) {
    const auto last_control = _mm_set1_epi8(0x1F);
    const auto delete_octet = _mm_set1_epi8(0x7F);
    int high = 0;
    for (; end - at >= 16; at += 16) {
        auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets + at));
        auto is_low = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
        auto is_delete = _mm_cmpeq_epi8(block, delete_octet);
        if (_mm_movemask_epi8(_mm_or_si128(is_low, is_delete)) != 0) {
            break;
        }
        high |= _mm_movemask_epi8(block);
    }
    return {at, high != 0};
}
#else
ValueScan skip_plain_blocks(const char*, std::size_t at, std::size_t) {
    return {at, false};
}
#endif

ValueScan skip_value(const char* octets, std::size_t at, std::size_t end) {
    auto scan = skip_plain_blocks(octets, at, end);
    for (; scan.at < end && is_octet(detail::kValue, octets[scan.at]); ++scan.at) {
        scan.has_high |= static_cast<signed char>(octets[scan.at]) < 0;
    }
    return scan;
}

constexpr std::string_view kVersionLine = "HTTP/1.1\r\n";

bool fits_version_line(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool fits =
            i == 5 || i == 7 ? is_octet(detail::kDigit, text[i]) : text[i] == kVersionLine[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

}  // namespace

RequestParser::RequestParser(const HeadLimits& limits) : limits_(limits) {
    limits_.head = std::min<std::uint16_t>(limits.head, 60'000);
    limits_.fields = std::min<std::uint8_t>(limits.fields, 100);
    reset();
}

void RequestParser::reset() {
    // The array of fields is left as it is: field_count says how much of it counts.
    head_.method = Method::Unknown;
    head_.minor_version = 1;
    head_.field_count = 0;
    head_.has_percent = head_.has_query = head_.is_chunked = false;
    head_.wants_close = head_.expects_continue = head_.has_upgrade = head_.has_content_encoding =
        false;
    head_.length = 0;
    head_.method_text = head_.target = head_.path = head_.query = head_.authority = {0, 0};
    head_.content_length = 0;
    state_ = State::Start;
    skipped_line_ = value_has_high_ = has_bad_expect_ = false;
    host_count_ = length_count_ = coding_count_ = 0;
    length_status_ = coding_status_ = refusal_ = 0;
    position_ = line_start_ = 0;
}

ParseStep RequestParser::feed(std::string_view message) {
    Input in{message.data(), position_, message.size()};
    auto next = Next::Continue;
    while (next == Next::Continue && state_ != State::Done) {
        next = advance(in);
    }
    position_ = narrow(in.at);
    if (next == Next::NeedMore) {
        return ParseStep::need_more();
    }
    return state_ == State::Done ? ParseStep::done() : ParseStep::refuse(refusal_);
}

RequestParser::Next RequestParser::advance(Input& in) {
    switch (state_) {
        case State::Start:
            return read_start(in);
        case State::StartLf:
            return read_start_lf(in);
        case State::Method:
            return read_method(in);
        case State::Target:
            return read_target(in);
        case State::Query:
            return read_query(in);
        case State::Version:
            return read_version(in);
        case State::LineStart:
            return read_line_start(in);
        case State::Name:
            return read_name(in);
        case State::Blanks:
            return read_blanks(in);
        case State::Value:
            return read_value(in);
        case State::ValueLf:
            return read_value_lf(in);
        case State::EndLf:
            return read_end_lf(in);
        case State::Done:
        case State::Refused:
            return Next::Stop;
    }
    return Next::Stop;
}

RequestParser::Next RequestParser::refuse(int status) {
    state_ = State::Refused;
    refusal_ = static_cast<std::uint16_t>(status);
    return Next::Stop;
}

/// The octets ended inside a state: wait, or refuse when the limit stands at this very place.
RequestParser::Next RequestParser::want(const Input& in, std::size_t limit, int status) {
    return in.at >= limit ? refuse(status) : Next::NeedMore;
}

std::size_t RequestParser::line_end(const Input& in) const {
    return std::min<std::size_t>(in.received, line_start_ + limits_.line);
}

std::size_t RequestParser::head_end(const Input& in) const {
    return std::min<std::size_t>(in.received, limits_.head);
}

// RFC 9112 §2.2: one empty line before the request line is skipped.
RequestParser::Next RequestParser::read_start(Input& in) {
    if (in.at == in.received) {
        return Next::NeedMore;
    }
    if (in.octets[in.at] == '\r') {
        if (skipped_line_) {
            return refuse(400);
        }
        ++in.at;
        state_ = State::StartLf;
        return Next::Continue;
    }
    line_start_ = narrow(in.at);
    state_ = State::Method;
    return Next::Continue;
}

RequestParser::Next RequestParser::read_start_lf(Input& in) {
    if (in.at == in.received) {
        return Next::NeedMore;
    }
    if (in.octets[in.at] != '\n') {
        return refuse(400);
    }
    ++in.at;
    skipped_line_ = true;
    state_ = State::Start;
    return Next::Continue;
}

RequestParser::Next RequestParser::read_method(Input& in) {
    auto end = line_end(in);
    in.at = skip_class(in.octets, in.at, end, detail::kToken);
    if (in.at == end) {
        return want(in, line_start_ + limits_.line, 414);
    }
    if (in.octets[in.at] != ' ' || in.at == line_start_) {
        return refuse(400);
    }
    head_.method_text = span_between(line_start_, in.at);
    set_method(head_.method_text.in(in.octets));
    ++in.at;
    head_.target.at = head_.path.at = narrow(in.at);
    state_ = State::Target;
    return Next::Continue;
}

RequestParser::Next RequestParser::read_target(Input& in) {
    auto end = line_end(in);
    in.at = skip_target(in.octets, in.at, end, detail::kPath, head_.has_percent);
    if (in.at == end) {
        return want(in, line_start_ + limits_.line, 414);
    }
    head_.path = span_between(head_.target.at, in.at);
    if (in.octets[in.at] == '?') {
        head_.has_query = true;
        ++in.at;
        head_.query.at = narrow(in.at);
        state_ = State::Query;
        return Next::Continue;
    }
    return end_target(in);
}

RequestParser::Next RequestParser::read_query(Input& in) {
    auto end = line_end(in);
    in.at = skip_target(in.octets, in.at, end, detail::kQuery, head_.has_percent);
    if (in.at == end) {
        return want(in, line_start_ + limits_.line, 414);
    }
    head_.query = span_between(head_.query.at, in.at);
    return end_target(in);
}

RequestParser::Next RequestParser::end_target(Input& in) {
    if (in.octets[in.at] != ' ' || in.at == head_.target.at) {
        return refuse(400);
    }
    head_.target = span_between(head_.target.at, in.at);
    ++in.at;
    state_ = State::Version;
    return Next::Continue;
}

RequestParser::Next RequestParser::read_version(Input& in) {
    if (in.at + kVersionLine.size() > static_cast<std::size_t>(line_start_) + limits_.line) {
        return refuse(414);
    }
    std::string_view text(in.octets + in.at, std::min(in.received - in.at, kVersionLine.size()));
    if (!fits_version_line(text)) {
        return refuse(400);
    }
    if (text.size() < kVersionLine.size()) {
        return Next::NeedMore;
    }
    if (text[5] != '1' || text[7] > '1') {
        return refuse(505);
    }
    head_.minor_version = static_cast<std::uint8_t>(text[7] - '0');
    in.at += kVersionLine.size();
    state_ = State::LineStart;
    return Next::Continue;
}

RequestParser::Next RequestParser::read_line_start(Input& in) {
    auto end = head_end(in);
    if (in.at >= end) {
        return want(in, limits_.head, 431);
    }
    if (in.octets[in.at] == '\r') {
        ++in.at;
        state_ = State::EndLf;
        return Next::Continue;
    }
    if (head_.field_count == limits_.fields) {
        return refuse(431);
    }
    field_.name.at = narrow(in.at);
    state_ = State::Name;
    return read_name(in);
}

// RFC 9112 §5.1: no blank between name and colon; §5.2: a line that begins with a blank is refused.
RequestParser::Next RequestParser::read_name(Input& in) {
    auto end = head_end(in);
    in.at = skip_class(in.octets, in.at, end, detail::kToken);
    if (in.at == end) {
        return want(in, limits_.head, 431);
    }
    if (in.octets[in.at] != ':' || in.at == field_.name.at) {
        return refuse(400);
    }
    field_.name = span_between(field_.name.at, in.at);
    ++in.at;
    state_ = State::Blanks;
    return read_blanks(in);
}

RequestParser::Next RequestParser::read_blanks(Input& in) {
    auto end = head_end(in);
    while (in.at < end && text::is_blank(in.octets[in.at])) {
        ++in.at;
    }
    if (in.at == end) {
        return want(in, limits_.head, 431);
    }
    field_.value.at = narrow(in.at);
    value_has_high_ = false;
    state_ = State::Value;
    return read_value(in);
}

RequestParser::Next RequestParser::read_value(Input& in) {
    auto end = head_end(in);
    auto scan = skip_value(in.octets, in.at, end);
    in.at = scan.at;
    value_has_high_ |= scan.has_high;
    if (in.at == end) {
        return want(in, limits_.head, 431);
    }
    if (in.octets[in.at] != '\r') {
        return refuse(400);
    }
    ++in.at;
    state_ = State::ValueLf;
    return read_value_lf(in);
}

RequestParser::Next RequestParser::read_value_lf(Input& in) {
    if (in.at >= head_end(in)) {
        return want(in, limits_.head, 431);
    }
    if (in.octets[in.at] != '\n') {
        return refuse(400);
    }
    auto value_end = in.at - 1;
    while (value_end > field_.value.at && text::is_blank(in.octets[value_end - 1])) {
        --value_end;
    }
    field_.value = span_between(field_.value.at, value_end);
    if (value_has_high_ && !text::is_utf8(field_.value.in(in.octets))) {
        return refuse(400);
    }
    head_.fields[head_.field_count++] = field_;
    note_field(in.octets, field_);
    ++in.at;
    state_ = State::LineStart;
    return Next::Continue;
}

RequestParser::Next RequestParser::read_end_lf(Input& in) {
    if (in.at >= head_end(in)) {
        return want(in, limits_.head, 431);
    }
    if (in.octets[in.at] != '\n') {
        return refuse(400);
    }
    ++in.at;
    head_.length = narrow(in.at);
    if (int status = check_head(in.octets)) {
        return refuse(status);
    }
    state_ = State::Done;
    return Next::Stop;
}

void RequestParser::set_method(std::string_view text) {
    for (auto method : {Method::Get,
                        Method::Post,
                        Method::Head,
                        Method::Put,
                        Method::Patch,
                        Method::Delete,
                        Method::Options}) {
        if (method_name(method) == text) {
            head_.method = method;
            return;
        }
    }
}

void RequestParser::note_field(const char* base, const FieldSpan& field) {
    auto name = field.name.in(base);
    auto value = field.value.in(base);
    switch (name.size()) {
        case 4:
            if (!equals_nocase(name, "host")) {
                return;
            }
            host_count_ = static_cast<std::uint8_t>(std::min(host_count_ + 1, 2));
            head_.authority = field.value;
            return;
        case 6:
            if (equals_nocase(name, "expect")) {
                note_expect(value);
            }
            return;
        case 7:
            head_.has_upgrade |= equals_nocase(name, "upgrade");
            return;
        case 10:
            if (equals_nocase(name, "connection")) {
                note_connection(value);
            }
            return;
        case 14:
            if (equals_nocase(name, "content-length")) {
                note_content_length(value);
            }
            return;
        case 16:
            head_.has_content_encoding |= equals_nocase(name, "content-encoding");
            return;
        case 17:
            if (equals_nocase(name, "transfer-encoding")) {
                note_transfer_encoding(value);
            }
            return;
        default:
            return;
    }
}

// RFC 9110 §8.6: digits only. No library function: those take signs and blanks.
void RequestParser::note_content_length(std::string_view value) {
    length_count_ = static_cast<std::uint8_t>(std::min(length_count_ + 1, 2));
    if (!detail::is_all(detail::kDigit, value)) {
        length_status_ = 400;
    } else if (value.size() > 19) {
        length_status_ = 413;
    } else {
        head_.content_length = *parse_decimal<std::uint64_t>(value);
    }
}

// Only the bare word is served; the list is looked at to choose between 400 (broken) and 501 (other
// coding).
void RequestParser::note_transfer_encoding(std::string_view value) {
    coding_count_ = static_cast<std::uint8_t>(std::min(coding_count_ + 1, 2));
    if (equals_nocase(value, "chunked")) {
        head_.is_chunked = true;
        return;
    }
    int chunked_seen = 0;
    bool is_broken = value.empty() || value.back() == ',';
    bool ends_chunked = false;
    while (!value.empty()) {
        auto coding = text::trim_blanks(text::take_until(value, ','));
        ends_chunked = equals_nocase(coding, "chunked");
        chunked_seen += ends_chunked ? 1 : 0;
        is_broken |= !detail::is_all(detail::kToken, coding);
    }
    is_broken |= chunked_seen > 1 || (chunked_seen == 1 && !ends_chunked);
    coding_status_ = is_broken ? 400 : 501;
}

void RequestParser::note_connection(std::string_view value) {
    while (!value.empty()) {
        head_.wants_close |=
            equals_nocase(text::trim_blanks(text::take_until(value, ',')), "close");
    }
}

void RequestParser::note_expect(std::string_view value) {
    has_bad_expect_ |= head_.expects_continue || !equals_nocase(value, "100-continue");
    head_.expects_continue = true;
}

/// The checks that need the whole head, in the order in which they count. 0 when all is well.
int RequestParser::check_head(const char* base) {
    if (host_count_ > 1 || (host_count_ == 0 && head_.minor_version == 1)) {
        return 400;
    }
    if (int status = check_framing()) {
        return status;
    }
    if (head_.method == Method::Unknown) {
        return 501;
    }
    if (head_.minor_version == 0) {
        head_.expects_continue = false;
    }
    if (head_.expects_continue && has_bad_expect_) {
        return 417;
    }
    if (int status = check_host(base)) {
        return status;
    }
    return check_target(base);
}

// RFC 9112 §6.3: both lengths, or a coding in HTTP/1.0, is how requests are smuggled. Refuse, never
// guess.
int RequestParser::check_framing() const {
    if (coding_count_ > 0) {
        if (coding_count_ > 1 || length_count_ > 0 || head_.minor_version == 0) {
            return 400;
        }
        return coding_status_;
    }
    if (length_count_ == 0) {
        return 0;
    }
    if (length_count_ > 1) {
        return 400;
    }
    if (length_status_ != 0) {
        return length_status_;
    }
    return head_.content_length > limits_.body ? 413 : 0;
}

int RequestParser::check_host(const char* base) {
    return host_count_ == 0 || is_authority(head_.authority.in(base)) ? 0 : 400;
}

int RequestParser::check_target(const char* base) {
    auto path = head_.path.in(base);
    if (path == "*") {
        return head_.method == Method::Options && !head_.has_query ? 0 : 400;
    }
    if (!path.starts_with('/')) {
        if (int status = check_absolute_target(base)) {
            return status;
        }
    }
    if (!head_.has_percent) {
        return 0;
    }
    // Decoded text is never longer than the line limit; decoding appends, so one string serves
    // both.
    std::string decoded;
    if (!text::append_decoded(decoded, head_.path.in(base)) || text::has_control(decoded)) {
        return 400;
    }
    if (!text::is_utf8(decoded)) {
        return 400;
    }
    decoded.clear();
    if (!text::append_decoded(decoded, head_.query.in(base)) || !text::is_clean(decoded)) {
        return 400;
    }
    return 0;
}

// RFC 9112 §3.2.2: the authority of an absolute target counts, Host does not.
int RequestParser::check_absolute_target(const char* base) {
    auto path = head_.path.in(base);
    auto scheme = equals_nocase(path.substr(0, 7), "http://")    ? 7U
                  : equals_nocase(path.substr(0, 8), "https://") ? 8U
                                                                 : 0U;
    if (scheme == 0) {
        return 400;
    }
    auto slash = std::min(path.find('/', scheme), path.size());
    head_.authority = span_between(head_.path.at + scheme, head_.path.at + slash);
    head_.path = span_between(head_.path.at + slash, head_.path.at + path.size());
    return is_authority(head_.authority.in(base)) ? 0 : 400;
}

bool is_authority(std::string_view authority) {
    std::size_t end = 0;
    if (authority.starts_with('[')) {
        end = authority.find(']');
        if (end == std::string_view::npos || end < 3) {
            return false;
        }
        for (char c : authority.substr(1, end - 1)) {
            if (!is_octet(detail::kHex, c) && c != ':' && c != '.') {
                return false;
            }
        }
        ++end;
    } else {
        end = skip_class(authority.data(), 0, authority.size(), detail::kHost);
        if (end == 0) {
            return false;
        }
    }
    if (end == authority.size()) {
        return true;
    }
    // RFC 3986 §3.2.3: the port may be empty behind its colon.
    auto port = authority.substr(end + 1);
    return authority[end] == ':' &&
           (port.empty() || (port.size() <= 5 && parse_decimal<std::uint16_t>(port)));
}

}  // namespace carafe::http
