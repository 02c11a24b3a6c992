#include "carafe/notify/transport.hpp"

#include "carafe/crypto/random.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <fstream>

namespace carafe::notify {

namespace {

class Spool final : public Transport {
  public:
    explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
    }
    Result<void> send(std::string_view, std::string_view, const std::string& message) override {
        auto name = crypto::random_hex(12);
        auto temporary = folder_ / (name + ".tmp");
        {
            std::ofstream file(temporary, std::ios::binary);
            file << message;
            if (!file.flush()) return Error{"notify.E102", "the spool folder cannot be written"};
        }
        std::filesystem::rename(temporary, folder_ / (name + ".eml"));
        return {};
    }

  private:
    std::filesystem::path folder_;
};

struct Reader {
    std::string_view rest;
    static std::size_t read(char* buffer, std::size_t size, std::size_t count, void* self) {
        auto& rest = static_cast<Reader*>(self)->rest;
        auto n = std::min(size * count, rest.size());
        std::memcpy(buffer, rest.data(), n);
        rest.remove_prefix(n);
        return n;
    }
};

struct CurlCleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListCleanup {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

class Smtp final : public Transport {
  public:
    explicit Smtp(SmtpServer server) : server_(std::move(server)) {}

    Result<void> send(std::string_view from, std::string_view to, const std::string& message) override {
        std::unique_ptr<CURL, CurlCleanup> curl(curl_easy_init());
        if (!curl) return Error{"notify.E102", "libcurl cannot start"};
        auto url = (server_.port == 465 ? "smtps://" : "smtp://") + server_.host + ':' + std::to_string(server_.port);
        auto sender = '<' + std::string(from) + '>';
        std::unique_ptr<curl_slist, ListCleanup> recipients(curl_slist_append(nullptr, ('<' + std::string(to) + '>').c_str()));
        Reader reader{message};
        auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_MAIL_FROM, sender.c_str());
        set(CURLOPT_MAIL_RCPT, recipients.get());
        set(CURLOPT_READFUNCTION, &Reader::read);
        set(CURLOPT_READDATA, static_cast<void*>(&reader));
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT, 30L);
        set(CURLOPT_CONNECTTIMEOUT, 10L);
        if (server_.use_tls) set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
        if (!server_.username.empty()) {
            set(CURLOPT_USERNAME, server_.username.c_str());
            set(CURLOPT_PASSWORD, server_.password.c_str());
        }
        auto code = curl_easy_perform(curl.get());
        if (code != CURLE_OK) return Error{"notify.E102", curl_easy_strerror(code)};
        return {};
    }

  private:
    SmtpServer server_;
};

}  // namespace

std::unique_ptr<Transport> spool_transport(std::filesystem::path folder) {
    return std::make_unique<Spool>(std::move(folder));
}

std::unique_ptr<Transport> smtp_transport(SmtpServer server) { return std::make_unique<Smtp>(std::move(server)); }

}  // namespace carafe::notify
