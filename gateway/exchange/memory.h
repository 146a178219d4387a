// What one journey remembers of its sender, and what it will have learnt when its results are where they belong.
//
//   Memory memory(settings.state_folder, sender);        // has the sender for itself from here on
//   if (memory.parks(payload, receiver, shapes, journey.issues)) ...    // nothing goes on
//   if (memory.is_known(document)) ...                                  // a full list: only what is new goes on
//   read_closing({memory, ...}, said);                                   // and what has gone is closed
//   memory.keep();                                       // the results have been written
//
//   issues   exchange.parked, exchange.list.unsure (warnings), exchange.list.same (information)
//   without a state folder there is none: nothing is remembered, nothing parks, and a full list is a list
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exchange/full_list.h"
#include "exchange/known_shape.h"
#include "exchange/parking.h"
#include "host/translator.h"

namespace caseway::exchange {

class Memory {
 public:
  Memory(const std::string& state_folder, std::string_view sender);

  // Reading: what was accepted of the sender's files beside its mappings.
  static void lay_over(const std::string& state_folder, std::string_view sender, Context& context);
  // Whether the sender's files have changed, or a full list has shrunk, and nobody has decided what that means. Then the payload is parked.
  // `shapes`: what reading the payload said of it (Context::shape).
  bool parks(const std::vector<Part>& payload, std::string_view receiver, const std::vector<std::string>& shapes, Issues& issues);
  const std::string& parked() const { return parked_; }  // its id; "" when it was not

  // Of a full list, entry by entry, whether the receiver knows it as it is; false where the sender's files are no full lists.
  bool is_known(const Document& entry);
  bool compares() const { return list_.has_value(); }
  bool closes() const;  // something has gone from a full list, and is going to be closed
  // When all of it was seen: the table that closes what has gone, if any. `read`: what was said in reading; a list that breaks off closes nothing.
  std::optional<Part> closing(const Issues& read, std::string_view now, Issues& issues);
  const std::string& closing_kind() const { return shapes_.front().closing; }

  void not_delivered(const Document& entry);  // an entry of a full list that its receiver could not get

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

// What a full list does not say any more, as documents of their own: they have no source and no row, so all that they hold is added. None where
// nothing has gone.
struct Closing {
  Memory& memory;
  host::Translator& translator;
  const std::string& dialect;
  Context reading;
};
host::ReadResult read_closing(Closing closing, const Issues& read);
void say_nothing_new(const std::string& receiver, Issues& issues);  // exchange.list.same

}  // namespace caseway::exchange
