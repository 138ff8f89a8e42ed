#include <riserun/check/functions/guarded_calls.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <thread>

namespace riserun::check {
namespace {

// The text of what `call` throws; empty where it throws nothing. CannotEvaluate goes through.
template <class Call>
std::string thrown_by(Call call) {
  try {
    call();
    return "";
  } catch (const CannotEvaluate&) {
    throw;
  } catch (const std::exception& error) {
    return *error.what() != '\0' ? error.what() : "an exception without words";
  } catch (...) {
    return "something that is no std::exception";
  }
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

std::string GuardedCalls::first_calls(std::span<const double> at) {
  double again = 0;
  const std::string by_f = thrown_by([&] {
    value_ = f_.value(at);
    again = f_.value(at);
  });
  if (!by_f.empty()) return "f throws: " + by_f;
  if (!same(value_, again))
    return fmt::format("f is not deterministic: {:.17g}, then {:.17g}", value_, again);
  if (!std::isfinite(value_)) return fmt::format("f is {} at the point", std::abs(value_));

  std::vector<double> repeated(at.size(), 0.0);
  const auto differs = [&](const char* when) -> std::string {
    for (std::size_t i = 0; i < at.size(); ++i)
      if (!same(gradient_[i], repeated[i]))
        return fmt::format("g is not the same {}: {:.17g}, then {:.17g} of coordinate {}", when,
                           gradient_[i], repeated[i], i);
    return "";
  };
  gradient_.assign(at.size(), 0.0);
  std::string by_g = thrown_by([&] {
    f_.gradient(at, gradient_);
    f_.gradient(at, repeated);
  });
  if (!by_g.empty()) return "g throws: " + by_g;
  if (std::string found = differs("at a second call"); !found.empty()) return found;
  repeated.assign(at.size(), 0.0);
  std::exception_ptr ended;
  std::thread([&] {
    try {
      by_g = thrown_by([&] { f_.gradient(at, repeated); });
    } catch (...) {
      ended = std::current_exception();
    }
  }).join();
  if (ended) std::rethrow_exception(ended);
  return by_g.empty() ? differs("on another thread") : "g throws on another thread: " + by_g;
}

double GuardedCalls::beside(std::span<const double> at) {
  ++calls_;
  constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
  double value = kNowhere;
  const std::string text = thrown_by([&] { value = f_.value(at); });
  if (text.empty()) return value;
  if (++throws_ > 1) return kNowhere;
  thrown_ = text;
  if (thrown_by([&] { value = f_.value(at); }).empty())
    fickle_ = fmt::format(
        "f is not deterministic: it throws ({}), then gives {:.17g} at the same "
        "place",
        text, value);
  return kNowhere;
}

std::string GuardedCalls::note() const {
  if (throws_ == 0) return "";
  return fmt::format("f throws at {} of {} places around the point: {}", throws_, calls_, thrown_);
}

}  // namespace riserun::check
