#include <riserun/check/verdict/options.hpp>

#include <cmath>

#include <riserun/base/errors.hpp>

namespace riserun::check {

void Options::validate() const {
  if (points < 1) throw ConfigError("points must be at least 1");
  if (threads < 0) throw ConfigError("threads must be 0 (all) or more");
  if (!(budget >= 1)) throw ConfigError("budget must be at least 1 ulp");
  if (!(rtol >= 0 && rtol < 1)) throw ConfigError("rtol must be 0 or more, and below 1");
  if (!(atol >= 0 && atol < HUGE_VAL)) throw ConfigError("atol must be 0 or more");
  if (!(resolution > 0 && resolution < 1)) throw ConfigError("resolution must be between 0 and 1");
  if (!(escalation > 0 && escalation < 1)) throw ConfigError("escalation must be between 0 and 1");
  if (!(least_conclusive >= 0 && least_conclusive <= 1))
    throw ConfigError("least_conclusive must be between 0 and 1");
  if (enough_wrong < 1) throw ConfigError("enough_wrong must be at least 1");
  if (kept_failures < 0) throw ConfigError("kept_failures must be 0 (none) or more");
}

}  // namespace riserun::check
