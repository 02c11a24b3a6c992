#include "carafe/notify/mail.hpp"

#include "carafe/crypto/encoding.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/http/date.hpp"
#include "carafe/text/utf8.hpp"

#include <algorithm>

namespace carafe::notify {

namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string padded_base64(std::string_view bytes) {
    auto out = crypto::encode_base64(bytes);
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

/// Encoded words of at most 75 characters, cut between code points. @source RFC 2047 §2
std::string encode_words(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    std::string out;
    while (!text.empty()) {
        auto part = text::cut_bytes(text, 42);
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + padded_base64(part) + "?=";
        text.remove_prefix(part.size());
    }
    return out;
}

void append_part(std::string& out, std::string_view type, std::string_view body) {
    out.append("Content-Type: ").append(type).append("; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    auto encoded = padded_base64(body);
    for (std::size_t at = 0; at < encoded.size(); at += 76) out.append(encoded, at, 76).append("\r\n");
}

std::string encode_mailbox(std::string_view mailbox) {
    auto open = mailbox.rfind('<');
    if (open == mailbox.npos || open == 0) return std::string(mailbox);
    return encode_words(mailbox.substr(0, open - 1)) + " " + std::string(mailbox.substr(open));
}

}  // namespace

std::string_view address_of(std::string_view mailbox) {
    auto open = mailbox.rfind('<');
    if (open == mailbox.npos || !mailbox.ends_with('>')) return mailbox;
    return mailbox.substr(open + 1, mailbox.size() - open - 2);
}

Result<void> check_mail(const Mail& mail) {
    for (std::string_view line : {std::string_view(mail.from), std::string_view(mail.to), std::string_view(mail.subject)}) {
        if (!text::is_clean(line) || text::has_control(line)) {
            return Error{"notify.E101", "a mail's address or subject holds a control character"};
        }
    }
    auto address = address_of(mail.to);
    if (address.find('@') == address.npos || address.find_first_of(" ,;<>") != address.npos) {
        return Error{"notify.E101", "a mail's address has no '@' or more than one address"};
    }
    return {};
}

std::string format_mail(const Mail& mail, Timestamp date, std::string_view id) {
    auto from = address_of(mail.from);
    auto at = from.find('@');
    std::string domain(at == from.npos ? std::string_view("localhost") : from.substr(at + 1));
    std::string out;
    out.append("From: ").append(encode_mailbox(mail.from)).append("\r\nTo: ").append(encode_mailbox(mail.to));
    out.append("\r\nSubject: ").append(encode_words(mail.subject));
    out.append("\r\nDate: ").append(http::format_date(date).substr(0, 25)).append(" +0000");
    out.append("\r\nMessage-ID: <").append(id).append("@").append(domain).append(">\r\nMIME-Version: 1.0\r\n");
    out.append("Auto-Submitted: auto-generated\r\n");
    if (mail.html.empty()) {
        append_part(out, "text/plain", mail.text);
        return out;
    }
    auto boundary = "carafe-" + crypto::sha256_hex(std::string(id) + mail.subject).substr(0, 24);
    out.append("Content-Type: multipart/alternative; boundary=\"").append(boundary).append("\"\r\n\r\n");
    out.append("--").append(boundary).append("\r\n");
    append_part(out, "text/plain", mail.text);
    out.append("\r\n--").append(boundary).append("\r\n");
    append_part(out, "text/html", mail.html);
    out.append("\r\n--").append(boundary).append("--\r\n");
    return out;
}

}  // namespace carafe::notify
