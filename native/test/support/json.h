// A small JSON reader for test vectors. Malformed input throws std::runtime_error.
#ifndef NELUMBO_TEST_SUPPORT_JSON_H_
#define NELUMBO_TEST_SUPPORT_JSON_H_

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nelumbo::test {

// One JSON value. A number keeps its text, so that no digit is lost.
class Json {
 public:
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  static Json parse(std::string_view text) {
    std::size_t at = 0;
    Json value = parse_value(text, at, 0);
    skip_space(text, at);
    require(at == text.size(), "trailing bytes");
    return value;
  }

  static Json parse_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    require(in.good(), "cannot open " + path);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    return parse(text);
  }

  Kind kind() const { return kind_; }
  bool boolean() const { return checked(Kind::kBool).text_ == "true"; }
  const std::string& text() const { return checked(Kind::kString).text_; }
  // A number, or a string of decimal digits.
  std::uint64_t u64() const {
    require(kind_ == Kind::kNumber || kind_ == Kind::kString, "not a number");
    return std::stoull(text_);
  }
  std::vector<std::uint8_t> hex() const { return from_hex(text()); }

  std::size_t size() const { return items_.size(); }
  const Json& at(std::size_t i) const { return checked(Kind::kArray).items_.at(i); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

  // Names of an object's members, in the order of the members.
  const std::vector<std::string>& names() const { return checked(Kind::kObject).names_; }
  const Json* find(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return &items_[i];
    }
    return nullptr;
  }
  // Not on a temporary: the member would outlive its document.
  const Json& operator[](std::string_view name) const& {
    const Json* member = checked(Kind::kObject).find(name);
    require(member != nullptr, "no member " + std::string(name));
    return *member;
  }
  const Json& operator[](std::string_view name) && = delete;
  const Json& operator[](const char* name) && = delete;
  const Json& operator[](const char* name) const& { return (*this)[std::string_view(name)]; }

  // Bytes of an even number of hex digits, with or without 0x before them.
  static std::vector<std::uint8_t> from_hex(std::string_view hex) {
    if (hex.substr(0, 2) == "0x") hex.remove_prefix(2);
    require(hex.size() % 2 == 0, "odd number of hex digits");
    std::vector<std::uint8_t> out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
      out.push_back(static_cast<std::uint8_t>(nibble(hex[i]) << 4 | nibble(hex[i + 1])));
    }
    return out;
  }

 private:
  static void require(bool ok, const std::string& what) {
    if (!ok) throw std::runtime_error("JSON: " + what);
  }
  const Json& checked(Kind kind) const {
    require(kind_ == kind, "value of another kind");
    return *this;
  }
  static unsigned nibble(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    require(c >= 'A' && c <= 'F', "not a hex digit");
    return static_cast<unsigned>(c - 'A' + 10);
  }
  static void skip_space(std::string_view s, std::size_t& at) {
    while (at < s.size() && std::string_view(" \t\r\n").find(s[at]) != std::string_view::npos) ++at;
  }
  // Skips white space and takes c if it comes next.
  static bool accept(std::string_view s, std::size_t& at, char c) {
    skip_space(s, at);
    if (at >= s.size() || s[at] != c) return false;
    ++at;
    return true;
  }
  static void expect(std::string_view s, std::size_t& at, char c) {
    require(accept(s, at, c), std::string("expected ") + c + " at byte " + std::to_string(at));
  }

  static Json parse_value(std::string_view s, std::size_t& at, int depth) {
    require(depth < 64, "nested too deep");
    Json v;
    if (accept(s, at, '{')) {
      v.kind_ = Kind::kObject;
      if (accept(s, at, '}')) return v;
      do {
        expect(s, at, '"');
        v.names_.push_back(parse_string(s, at));
        expect(s, at, ':');
        v.items_.push_back(parse_value(s, at, depth + 1));
      } while (accept(s, at, ','));
      expect(s, at, '}');
    } else if (accept(s, at, '[')) {
      v.kind_ = Kind::kArray;
      if (accept(s, at, ']')) return v;
      do {
        v.items_.push_back(parse_value(s, at, depth + 1));
      } while (accept(s, at, ','));
      expect(s, at, ']');
    } else if (accept(s, at, '"')) {
      v.kind_ = Kind::kString;
      v.text_ = parse_string(s, at);
    } else {
      const std::size_t end = std::min(s.find_first_of(",]} \t\r\n", at), s.size());
      v.text_ = std::string(s.substr(at, end - at));
      at = end;
      require(!v.text_.empty(), "value expected");
      v.kind_ = v.text_ == "null"                         ? Kind::kNull
                : v.text_ == "true" || v.text_ == "false" ? Kind::kBool
                                                          : Kind::kNumber;
    }
    return v;
  }

  static std::string parse_string(std::string_view s, std::size_t& at) {
    std::string out;
    for (;;) {
      require(at < s.size(), "unterminated string");
      const char c = s[at++];
      if (c == '"') return out;
      if (c != '\\') {
        out += c;
        continue;
      }
      require(at < s.size(), "unterminated string");
      const char e = s[at++];
      if (e == 'u') {
        append_utf8(out, s, at);
        continue;
      }
      const std::size_t i = std::string_view("\"\\/bfnrt").find(e);
      require(i != std::string_view::npos, "unknown escape");
      out += "\"\\/\b\f\n\r\t"[i];
    }
  }
  // The four digits of a \u escape; a surrogate is kept as three bytes.
  static void append_utf8(std::string& out, std::string_view s, std::size_t& at) {
    require(at + 4 <= s.size(), "short escape");
    unsigned x = 0;
    for (int i = 0; i < 4; ++i) x = x << 4 | nibble(s[at++]);
    if (x < 0x80) {
      out += static_cast<char>(x);
      return;
    }
    if (x < 0x800) {
      out += static_cast<char>(0xc0 | x >> 6);
    } else {
      out += static_cast<char>(0xe0 | x >> 12);
      out += static_cast<char>(0x80 | (x >> 6 & 63));
    }
    out += static_cast<char>(0x80 | (x & 63));
  }

  Kind kind_ = Kind::kNull;
  std::string text_;
  std::vector<std::string> names_;
  std::vector<Json> items_;
};

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_JSON_H_
