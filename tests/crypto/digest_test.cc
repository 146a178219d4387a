#include "crypto/digest.h"

#include <gtest/gtest.h>

namespace caseway::crypto {
namespace {

// Vectors: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values and RFC 4648 section 10.
TEST(Digest, Sha256) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, UuidsAreStableAndOfVersion5) {
  const std::string id = uuid_of("seed", "name");
  EXPECT_EQ(id, uuid_of("seed", "name"));
  ASSERT_EQ(id.size(), 36u);
  EXPECT_EQ(id[14], '5');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
  EXPECT_NE(id, uuid_of("seed", "other"));
  EXPECT_NE(uuid_of("ab", "c"), uuid_of("a", "bc")) << "where the seed ends matters";
}

TEST(Base64, WritesAndReadsTheVectors) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64(bytes), text);
    std::string out;
    EXPECT_TRUE(from_base64(text, out));
    EXPECT_EQ(out, bytes);
  }
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  std::string out;
  EXPECT_TRUE(from_base64(base64(all), out));
  EXPECT_EQ(out, all);
}

TEST(Base64, PassesOverWhiteSpaceAndRefusesTheRest) {
  std::string out;
  EXPECT_TRUE(from_base64("Zm9v\r\n YmFy", out));
  EXPECT_EQ(out, "foobar");
  for (const char* bad : {"Z", "Zg", "Zg=", "Zg==Zg==", "Z===", "Zm9v=", "Zm-_", "=", "Zm9v!"}) EXPECT_FALSE(from_base64(bad, out)) << bad;
}

}  // namespace
}  // namespace caseway::crypto
