// What one journey remembers of its sender, and what it will have learnt when its results are where they belong.
//
//   Memory memory(settings.state_folder, sender);        // has the sender for itself from here on
//   if (memory.parks(payload, receiver, source, journey.issues)) ...   // nothing goes on
//   memory.reduce(source, now, issues);                                 // a full list: only what is new
//   memory.keep();                                       // the results have been written
//
//   issues   exchange.parked, exchange.list.unsure (warnings)
//   without a state folder there is none: nothing is remembered, nothing parks, and a full list is a list
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exchange/full_list.h"
#include "exchange/known_shape.h"
#include "exchange/parking.h"

namespace caseway::exchange {

class Memory {
 public:
  Memory(const std::string& state_folder, std::string_view sender);

  // Reading: what was accepted of the sender's files beside its mappings.
  static void lay_over(const std::string& state_folder, std::string_view sender, Context& context);
  // Whether the sender's files have changed, or a full list has shrunk, and nobody has decided what that means. Then the payload is parked.
  bool parks(const std::vector<Part>& payload, std::string_view receiver, const host::ReadResult& source, Issues& issues);
  const std::string& parked() const { return parked_; }  // its id; "" when it was not

  // A full list less what the receiver knows. Gives the table that closes what has gone, if any.
  std::optional<Part> reduce(host::ReadResult& source, std::string_view now, Issues& issues);
  bool compares() const { return list_.has_value(); }
  const std::string& closing_kind() const { return shapes_.front().closing; }

  void not_delivered(const Document& document);  // an entry of a full list that its receiver could not get

  void keep();

 private:
  std::vector<Change> changes(std::string_view receiver);
  std::string list_name(const mapping::Shape& shape, std::string_view receiver) const;

  std::unique_ptr<SenderState> state_;
  std::vector<mapping::Shape> shapes_;
  std::string id_;  // of the payload
  std::string parked_;
  std::string list_at_;
  std::optional<FullList> list_;
};

}  // namespace caseway::exchange
