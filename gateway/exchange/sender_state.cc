#include "exchange/sender_state.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "formats/byte_source.h"

namespace caseway::exchange {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBlock = 1u << 20;

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (fd_ < 0) fail(path);
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) fail(path_);
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void flush() const {
    if (::fsync(fd_) != 0) fail(path_);
  }

 private:
  std::string path_;
  int fd_;
};

// Only its owner looks into it: keys, payloads.
void make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return;
  if (folder.has_parent_path()) make_folder(folder.parent_path());
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) fail(folder.string());
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

SenderState::SenderState(const std::string& state, std::string_view sender) : folder_((fs::path(state) / sender).string()), sender_(sender) {
  make_folder(folder_);
  lock_ = ::open((folder_ + "/.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock_ < 0) fail(folder_ + "/.lock");
  while (::flock(lock_, LOCK_EX) != 0)
    if (errno != EINTR) fail(folder_ + "/.lock");
}

SenderState::~SenderState() { ::close(lock_); }

std::string SenderState::place(std::string_view name) const { return (fs::path(folder_) / name).string(); }

std::optional<std::string> SenderState::read(std::string_view name) const { return text_of(place(name)); }

void SenderState::write(std::string_view name, std::string_view bytes) const { write(name, formats::HeldBytes(bytes)); }

void SenderState::write(std::string_view name, const ByteSource& bytes) const {
  const fs::path path = place(name);
  make_folder(path.parent_path());
  const auto beside = path.string() + ".part";
  {
    const Descriptor file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    std::string block;
    for (std::uint64_t done = 0; done < bytes.size(); done += block.size()) {
      formats::read_range(bytes, done, std::min(done + kBlock, bytes.size()), block);
      file.write(block);
    }
    file.flush();
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) fail(path.string());
  Descriptor(path.parent_path().string(), O_RDONLY | O_DIRECTORY).flush();
}

void SenderState::remove(std::string_view name) const { fs::remove_all(place(name)); }

std::vector<std::string> SenderState::entries(std::string_view name) const { return names_in(place(name)); }

std::optional<std::string> look_at(const std::string& state, std::string_view sender, std::string_view name) {
  return text_of(fs::path(state) / sender / name);
}

std::vector<std::string> look_into(const std::string& state, std::string_view sender, std::string_view name) {
  return names_in(fs::path(state) / sender / name);
}

std::vector<std::string> known_senders(const std::string& state) { return names_in(state); }

}  // namespace caseway::exchange
