// How often this program has called operator new.
#pragma once

namespace riserun::train {

long allocation_count();

}  // namespace riserun::train
