// The hostile table: heads that a lenient server would repair, and the one answer that each gets. Used on the parser and over the wire.
#pragma once

#include <string>
#include <vector>

namespace caseway::http {

struct HostileHead {
  std::string name;
  std::string bytes;  // whatever follows is never interpreted
  int status;
};

// A request for `fields` besides Host.
inline std::string post(const std::string& fields) { return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n"; }
inline std::string get(const std::string& fields) { return "GET /echo HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n"; }

inline std::vector<HostileHead> hostile_heads() {
  const std::string h = "Host: localhost\r\n";
  const std::string zero(1, '\0');
  std::vector<HostileHead> table = {
      {"length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
      {"two lengths that differ", post("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
      {"two lengths that agree", post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {"length list", post("Content-Length: 5, 5\r\n"), 400},
      {"length list without space", post("Content-Length: 5,5\r\n"), 400},
      {"negative length", post("Content-Length: -1\r\n"), 400},
      {"signed length", post("Content-Length: +5\r\n"), 400},
      {"hexadecimal length", post("Content-Length: 0x5\r\n"), 400},
      {"length with exponent", post("Content-Length: 1e3\r\n"), 400},
      {"length with fraction", post("Content-Length: 5.0\r\n"), 400},
      {"empty length", post("Content-Length: \r\n"), 400},
      {"length of words", post("Content-Length: abc\r\n"), 400},
      {"length with inner space", post("Content-Length: 5 5\r\n"), 400},
      {"length of 2^63", post("Content-Length: 9223372036854775808\r\n"), 400},
      {"length of 2^64", post("Content-Length: 18446744073709551616\r\n"), 400},
      {"length of 40 digits", post("Content-Length: 1000000000000000000000000000000000000005\r\n"), 400},
      {"space before the colon of a length", post("Content-Length : 5\r\n"), 400},
      {"coding in 1.0", "POST /echo HTTP/1.0\r\n" + h + "Transfer-Encoding: chunked\r\n\r\n", 400},
      {"unknown coding", post("Transfer-Encoding: xchunked\r\n"), 501},
      {"coding list", post("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {"gzip", post("Transfer-Encoding: gzip\r\n"), 501},
      {"identity", post("Transfer-Encoding: identity\r\n"), 501},
      {"chunked is not last", post("Transfer-Encoding: chunked, gzip\r\n"), 400},
      {"chunked twice", post("Transfer-Encoding: chunked, chunked\r\n"), 400},
      {"two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"two codings, one odd", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n"), 400},
      {"quoted coding", post("Transfer-Encoding: \"chunked\"\r\n"), 400},
      {"coding with vertical tab",
       post("Transfer-Encoding: \x0b"
            "chunked\r\n"),
       400},
      {"coding with a comma before", post("Transfer-Encoding: ,chunked\r\n"), 400},
      {"coding with a comma after", post("Transfer-Encoding: chunked,\r\n"), 400},
      {"coding with a parameter", post("Transfer-Encoding: chunked;q=1\r\n"), 400},
      {"empty coding", post("Transfer-Encoding: \r\n"), 400},
      {"space before the colon of a coding", post("Transfer-Encoding : chunked\r\n"), 400},
      {"tab before the colon of a coding", post("Transfer-Encoding\t: chunked\r\n"), 400},
      {"space before a field", "POST /echo HTTP/1.1\r\n Transfer-Encoding: chunked\r\n" + h + "\r\n", 400},
      {"folded coding", post("Transfer-Encoding:\r\n chunked\r\n"), 400},
      {"folded field", get("X-A: b\r\n c\r\n"), 400},
      {"folded with tab", get("X-A: b\r\n\tc\r\n"), 400},
      {"coding behind a bare LF", post("X-A: b\nTransfer-Encoding: chunked\r\n"), 400},
      {"coding behind a bare CR", post("X-A: b\rTransfer-Encoding: chunked\r\n"), 400},
      {"bare LF all over", "GET /echo HTTP/1.1\nHost: localhost\n\n", 400},
      {"bare LF at the end", "GET /echo HTTP/1.1\r\nHost: localhost\r\n\n", 400},
      {"CR CR LF", get("X-A: b\r\r\n"), 400},
      {"NUL in a value", get("X-A: b" + zero + "c\r\n"), 400},
      {"NUL in a name", get("X" + zero + "A: b\r\n"), 400},
      {"escape in a value", get("X-A: \x1b[2J\r\n"), 400},
      {"DEL in a value", get("X-A: \x7f\r\n"), 400},
      {"line without colon", get("nonsense\r\n"), 400},
      {"empty name", get(": b\r\n"), 400},
      {"name with a space", get("X A: b\r\n"), 400},
      {"name with a bracket", get("X(A): b\r\n"), 400},
      {"name beyond ASCII", get("X\xc3\xa4: b\r\n"), 400},
      {"no Host", "GET /echo HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", get("Host: localhost\r\n"), 400},
      {"two Hosts that differ", get("Host: other\r\n"), 400},
      {"empty Host", "GET /echo HTTP/1.1\r\nHost: \r\n\r\n", 400},
      {"Host with a path", "GET /echo HTTP/1.1\r\nHost: localhost/x\r\n\r\n", 400},
      {"Host with a user", "GET /echo HTTP/1.1\r\nHost: a@localhost\r\n\r\n", 400},
      {"Host with a bad port", "GET /echo HTTP/1.1\r\nHost: localhost:8x\r\n\r\n", 400},
      {"Host list", "GET /echo HTTP/1.1\r\nHost: localhost, other\r\n\r\n", 400},
      {"another host", "GET /echo HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
      {"another host that begins like ours", "GET /echo HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", 421},
      {"absolute form of another host", "GET http://evil.example/echo HTTP/1.1\r\n" + h + "\r\n", 421},
      {"absolute form of another scheme", "GET ftp://localhost/echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"absolute form without host", "GET http:///echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"HTTP/9.9", "GET /echo HTTP/9.9\r\n" + h + "\r\n", 505},
      {"HTTP/2.0", "GET /echo HTTP/2.0\r\n" + h + "\r\n", 505},
      {"HTTP/1.2", "GET /echo HTTP/1.2\r\n" + h + "\r\n", 505},
      {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"lower-case version", "GET /echo http/1.1\r\n" + h + "\r\n", 400},
      {"version of three digits", "GET /echo HTTP/1.10\r\n" + h + "\r\n", 400},
      {"no version", "GET /echo\r\n" + h + "\r\n", 400},
      {"only a method", "GET\r\n" + h + "\r\n", 400},
      {"two spaces", "GET  /echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"space in the target", "GET /echo x HTTP/1.1\r\n" + h + "\r\n", 400},
      {"tab between", "GET\t/echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"space at the end of the request line", "GET /echo HTTP/1.1 \r\n" + h + "\r\n", 400},
      {"empty line first", "\r\nGET /echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"space first", " GET /echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"TLS to a plain port", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
      {"TRACE", "TRACE /echo HTTP/1.1\r\n" + h + "\r\n", 405},
      {"CONNECT", "CONNECT localhost:443 HTTP/1.1\r\n" + h + "\r\n", 405},
      {"unknown method", "FROBNICATE /echo HTTP/1.1\r\n" + h + "\r\n", 501},
      {"lower-case method", "get /echo HTTP/1.1\r\n" + h + "\r\n", 501},
      {"method with a bracket", "GET{} /echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"asterisk with GET", "GET * HTTP/1.1\r\n" + h + "\r\n", 400},
      {"target without slash", "GET echo HTTP/1.1\r\n" + h + "\r\n", 400},
      {"fragment", "GET /echo#x HTTP/1.1\r\n" + h + "\r\n", 400},
      {"target beyond ASCII", "GET /\xc3\xa4 HTTP/1.1\r\n" + h + "\r\n", 400},
      {"escaped NUL", "GET /echo%00 HTTP/1.1\r\n" + h + "\r\n", 400},
      {"escaped CR LF", "GET /echo%0d%0aX: HTTP/1.1\r\n" + h + "\r\n", 400},
      {"escaped slash", "GET /..%2fecho HTTP/1.1\r\n" + h + "\r\n", 400},
      {"escaped backslash", "GET /..%5cecho HTTP/1.1\r\n" + h + "\r\n", 400},
      {"escape escaped", "GET /%252e%252e HTTP/1.1\r\n" + h + "\r\n", 400},
      {"broken escape", "GET /echo%zz HTTP/1.1\r\n" + h + "\r\n", 400},
      {"cut escape", "GET /echo%4 HTTP/1.1\r\n" + h + "\r\n", 400},
      {"escaped LF in the query", "GET /echo?a=%0a HTTP/1.1\r\n" + h + "\r\n", 400},
      {"POST without length", post(""), 411},
      {"PUT without length", "PUT /echo HTTP/1.1\r\n" + h + "\r\n", 411},
      {"GET with content", get("Content-Length: 3\r\n") + "abc", 400},
      {"GET with chunks", get("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {"other expectation", post("Content-Length: 3\r\nExpect: foo\r\n"), 417},
      {"two expectations", post("Content-Length: 3\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n"), 417},
      {"gzip content", post("Content-Length: 3\r\nContent-Encoding: gzip\r\n"), 415},
      {"content coded twice", post("Content-Length: 3\r\nContent-Encoding: gzip, gzip\r\n"), 415},
      {"too large", post("Content-Length: 99999999999\r\n"), 413},
  };
  std::string fields;
  for (int i = 0; i < 64; ++i) fields += "X-" + std::to_string(i) + ": a\r\n";
  table.push_back({"65 fields", get(fields), 431});
  table.push_back({"a field of 5 KiB", get("X-A: " + std::string(5000, 'a') + "\r\n"), 431});
  std::string wide;
  for (int i = 0; i < 6; ++i) wide += "X-" + std::to_string(i) + ": " + std::string(3000, 'a') + "\r\n";
  table.push_back({"a head of 18 KiB", get(wide), 431});
  table.push_back({"a target of 2049 bytes", "GET /" + std::string(2048, 'a') + " HTTP/1.1\r\n" + h + "\r\n", 414});
  table.push_back({"a target without end", "GET /" + std::string(20000, 'a'), 414});
  return table;
}

// Bodies behind "Transfer-Encoding: chunked", each refused with 400.
inline std::vector<HostileHead> hostile_chunks() {
  const std::string zero(1, '\0');
  return {
      {"negative size", "-5\r\nhello\r\n0\r\n\r\n", 400},
      {"signed size", "+5\r\nhello\r\n0\r\n\r\n", 400},
      {"size with 0x", "0x5\r\nhello\r\n0\r\n\r\n", 400},
      {"no size", "\r\nhello\r\n0\r\n\r\n", 400},
      {"size of letters", "ZZ\r\nhello\r\n0\r\n\r\n", 400},
      {"size of 17 digits", "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n", 400},
      {"size of 16 digits", "0000000000000005\r\nhello\r\n0\r\n\r\n", 400},
      {"size with a space before", " 5\r\nhello\r\n0\r\n\r\n", 400},
      {"size with a space after", "5 \r\nhello\r\n0\r\n\r\n", 400},
      {"bare LF after the size", "5\nhello\r\n0\r\n\r\n", 400},
      {"bare CR after the size", "5\rhello\r\n0\r\n\r\n", 400},
      {"extension with LF", "5;a\nb\r\nhello\r\n0\r\n\r\n", 400},
      {"extension with NUL", "5;a" + zero + "\r\nhello\r\n0\r\n\r\n", 400},
      {"extension of 300 bytes", "5;" + std::string(300, 'a') + "\r\nhello\r\n0\r\n\r\n", 400},
      {"data longer than its size", "5\r\nhelloo\r\n0\r\n\r\n", 400},
      {"data without end", "5\r\nhello0\r\n\r\n", 400},
      {"bare LF after data", "5\r\nhello\n0\r\n\r\n", 400},
      {"bare LF after the last chunk", "5\r\nhello\r\n0\n\n", 400},
      {"trailer without colon", "5\r\nhello\r\n0\r\nnonsense\r\n\r\n", 400},
      {"trailer with a space before the colon", "5\r\nhello\r\n0\r\nX : a\r\n\r\n", 400},
      {"trailer folded", "5\r\nhello\r\n0\r\nX: a\r\n b\r\n\r\n", 400},
      {"trailer with NUL", "5\r\nhello\r\n0\r\nX: " + zero + "\r\n\r\n", 400},
      {"trailer of 5 KiB in a line", "5\r\nhello\r\n0\r\nX: " + std::string(5000, 'a') + "\r\n\r\n", 400},
      {"request in the trailer", "0\r\nGET /smuggled HTTP/1.1\r\n\r\n", 400},
  };
}

}  // namespace caseway::http
