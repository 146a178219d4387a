// encode, decode, escape, unescape. Spec: https://hl7.org/fhirpath/#additional-string-functions
#include <array>

#include "fhirpath/functions.h"
#include "fhirpath/machine.h"
#include "fhirpath/utf8.h"

namespace caseway::fhirpath {

namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHex = "0123456789abcdef";

using Text = std::optional<std::string>;

std::uint32_t byte(char c) { return static_cast<unsigned char>(c); }

std::string to_base64(std::string_view text, std::string_view alphabet) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::size_t have = std::min<std::size_t>(3, text.size() - i);
    std::uint32_t bits = byte(text[i]) << 16;
    if (have > 1) bits |= byte(text[i + 1]) << 8;
    if (have > 2) bits |= byte(text[i + 2]);
    for (std::size_t k = 0; k < 4; ++k) out += k > have ? '=' : alphabet[bits >> (18 - 6 * k) & 63];
  }
  return out;
}

Text from_base64(std::string_view text, std::string_view alphabet) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  while (text.ends_with('=')) text.remove_suffix(1);
  for (const char c : text) {
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held >= 8) out += static_cast<char>(bits >> (held -= 8) & 0xFF);
  }
  return out;
}

std::string to_hex(std::string_view text) {
  std::string out;
  for (const char c : text) out.append({kHex[byte(c) >> 4], kHex[byte(c) & 15]});
  return out;
}

Text from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::size_t high = kHex.find(static_cast<char>(text[i] | 0x20));
    const std::size_t low = kHex.find(static_cast<char>(text[i + 1] | 0x20));
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

struct Named {
  std::string_view escaped;
  char plain;
};
constexpr std::array<Named, 5> kHtml{{{"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#39;", '\''}, {"&amp;", '&'}}};
constexpr std::array<Named, 7> kJson{{{"\\\"", '"'}, {"\\n", '\n'}, {"\\r", '\r'}, {"\\t", '\t'}, {"\\f", '\f'}, {"\\b", '\b'}, {"\\\\", '\\'}}};

std::string escaped(std::string_view text, std::span<const Named> names) {
  std::string out;
  for (const char c : text) {
    std::string_view as(&c, 1);
    for (const Named& name : names)
      if (name.plain == c) as = name.escaped;
    out += as;
  }
  return out;
}

std::string unescaped(std::string_view text, std::span<const Named> names) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Named* found = nullptr;
    for (const Named& name : names)
      if (text.substr(i, name.escaped.size()) == name.escaped) found = &name;
    out += found ? found->plain : text[i];
    i += found ? found->escaped.size() : 1;
  }
  return out;
}

struct Coding {
  std::string_view name;
  Text (*to)(std::string_view);
  Text (*from)(std::string_view);
};
constexpr std::array<Coding, 3> kEncodings{{
    {"base64", [](std::string_view t) { return Text(to_base64(t, kBase64)); }, [](std::string_view t) { return from_base64(t, kBase64); }},
    {"urlbase64", [](std::string_view t) { return Text(to_base64(t, kUrlBase64)); }, [](std::string_view t) { return from_base64(t, kUrlBase64); }},
    {"hex", [](std::string_view t) { return Text(to_hex(t)); }, from_hex},
}};
constexpr std::array<Coding, 2> kEscapes{{
    {"html", [](std::string_view t) { return Text(escaped(t, kHtml)); }, [](std::string_view t) { return Text(unescaped(t, kHtml)); }},
    {"json", [](std::string_view t) { return Text(escaped(t, kJson)); }, [](std::string_view t) { return Text(unescaped(t, kJson)); }},
}};

template <const auto& codings, Text (*Coding::*way)(std::string_view)>
void run_coding(Machine& machine, const Op& op, std::size_t) {
  const auto text = machine.text_input(op);
  const auto name = machine.text_argument(op, 0);
  if (!text || !name) return;
  for (const Coding& coding : codings)
    if (coding.name == *name)
      if (const Text result = (coding.*way)(*text)) machine.push(machine.keep(std::string_view(*result)));
}

constexpr auto kFunctions = std::to_array<Function>({
    single("encode", 1, 1, Wants::text, Gives::text, run_coding<kEncodings, &Coding::to>),
    single("decode", 1, 1, Wants::text, Gives::text, run_coding<kEncodings, &Coding::from>),
    single("escape", 1, 1, Wants::text, Gives::text, run_coding<kEscapes, &Coding::to>),
    single("unescape", 1, 1, Wants::text, Gives::text, run_coding<kEscapes, &Coding::from>),
});

}  // namespace

std::span<const Function> coding_functions() { return kFunctions; }

}  // namespace caseway::fhirpath
