// Quad's arithmetic: libquadmath where the compiler has it (five to ten times faster), otherwise
// Boost.Multiprecision's portable cpp_bin_float_quad.
#include <riserun/check/slope/quad.hpp>

#if !defined(RISERUN_CHECK_LIBQUADMATH)
#include <boost/math/special_functions/hypot.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#endif

#if defined(RISERUN_CHECK_LIBQUADMATH)

// Declared here rather than included: Clang has the type and finds GCC's library, not its header.
__extension__ typedef __float128 Real;
extern "C" {
#define RISERUN_PLAIN_1(name) Real name##q(Real);
#define RISERUN_PLAIN_2(name) Real name##q(Real, Real);
#define RISERUN_CMATH_1(name, Op, how) RISERUN_PLAIN_1(name)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_PLAIN_2(name)
#define RISERUN_DOUBLE_1(name, Op, how)
#define RISERUN_DOUBLE_2(name, Op, how)
#include <riserun/core/ops/functions.inc>
Real fmaq(Real, Real, Real);
Real ldexpq(Real, int);
Real frexpq(Real, int*);
}
#endif

namespace riserun::check {

#if defined(RISERUN_CHECK_LIBQUADMATH)

namespace {

struct Bits {
  std::uint64_t low, high;  // little-endian, as everywhere libquadmath exists
};
static_assert(sizeof(Real) == sizeof(Bits) && std::endian::native == std::endian::little);

Real real(Quad x) { return std::bit_cast<Real>(Bits{x.low_bits(), x.high_bits()}); }
Quad quad(Real x) {
  const auto bits = std::bit_cast<Bits>(x);
  return Quad::from_bits(bits.high, bits.low);
}

}  // namespace

const char* quad_arithmetic() { return "libquadmath"; }

#define RISERUN_QUAD_CALL(name, ...) name##q(__VA_ARGS__)

#else

namespace {

using Real = boost::multiprecision::cpp_bin_float_quad;

Real real(Quad x) {
  if (isnan(x)) return std::numeric_limits<Real>::quiet_NaN();
  const bool negative = signbit(x);
  Real result = std::numeric_limits<Real>::infinity();
  if (isfinite(x)) {
    const std::uint64_t high = x.high_bits() & ~Quad::kSign;
    const int exponent = static_cast<int>(high >> 48);
    const std::uint64_t fraction = (high & 0xFFFFFFFFFFFFu) | (exponent != 0 ? 1ull << 48 : 0);
    result = ldexp(Real(fraction), 64) + Real(x.low_bits());
    result = ldexp(result, (exponent != 0 ? exponent : 1) - 16383 - 112);
  }
  return negative ? -result : result;
}

Quad quad(const Real& x) {
  using Limits = std::numeric_limits<Quad>;
  if ((boost::math::isnan)(x)) return Limits::quiet_NaN();
  const std::uint64_t sign = (boost::math::signbit)(x) ? Quad::kSign : 0;
  if ((boost::math::isinf)(x)) return Quad::from_bits(sign | Quad::kInfinityBits, 0);
  if (x == 0) return Quad::from_bits(sign, 0);
  int exponent = 0;
  Real fraction = frexp(Real(abs(x)), &exponent);  // in [1/2, 1)
  if (exponent > 16384) return Quad::from_bits(sign | Quad::kInfinityBits, 0);
  int digits = 113;
  if (exponent < -16381) digits -= -16381 - exponent;  // a denormal quad
  if (digits < 0) return Quad::from_bits(sign, 0);
  fraction = ldexp(fraction, digits);
  if (digits < 113) fraction = nearbyint(fraction);  // (a whole number otherwise)
  const Real top = floor(ldexp(fraction, -64));
  const auto high = static_cast<std::uint64_t>(top);
  const auto low = static_cast<std::uint64_t>(Real(fraction - ldexp(top, 64)));
  // Adding lets a fraction that rounded up to 2^113 carry into the exponent.
  const std::uint64_t biased = digits == 113 ? static_cast<std::uint64_t>(exponent + 16381) : 0;
  return Quad::from_bits(sign | ((biased << 48) + high), low);
}

Real hypot(const Real& x, const Real& y) { return boost::math::hypot(x, y); }
Real remainder(const Real& x, const Real& y) { return x - nearbyint(Real(x / y)) * y; }

}  // namespace

const char* quad_arithmetic() { return "Boost.Multiprecision"; }

#define RISERUN_QUAD_CALL(name, ...) Real(name(__VA_ARGS__))

#endif

Quad operator+(Quad a, Quad b) { return quad(real(a) + real(b)); }
Quad operator-(Quad a, Quad b) { return quad(real(a) - real(b)); }
Quad operator*(Quad a, Quad b) { return quad(real(a) * real(b)); }
Quad operator/(Quad a, Quad b) { return quad(real(a) / real(b)); }
bool operator==(Quad a, Quad b) { return real(a) == real(b); }
std::partial_ordering operator<=>(Quad a, Quad b) {
  if (isnan(a) || isnan(b)) return std::partial_ordering::unordered;
  const Real x = real(a);
  const Real y = real(b);
  return x < y   ? std::partial_ordering::less
         : x > y ? std::partial_ordering::greater
                 : std::partial_ordering::equivalent;
}
double Quad::to_double() const { return static_cast<double>(real(*this)); }

#define RISERUN_PLAIN_1(name) \
  Quad name(Quad x) { return quad(RISERUN_QUAD_CALL(name, real(x))); }
#define RISERUN_PLAIN_2(name) \
  Quad name(Quad x, Quad y) { return quad(RISERUN_QUAD_CALL(name, real(x), real(y))); }
#define RISERUN_CMATH_1(name, Op, how) RISERUN_PLAIN_1(name)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_PLAIN_2(name)
#define RISERUN_DOUBLE_1(name, Op, how)
#define RISERUN_DOUBLE_2(name, Op, how)
#include <riserun/core/ops/functions.inc>

#if defined(RISERUN_CHECK_LIBQUADMATH)
Quad fma(Quad x, Quad y, Quad z) { return quad(fmaq(real(x), real(y), real(z))); }
Quad ldexp(Quad x, int exponent) { return quad(ldexpq(real(x), exponent)); }
Quad frexp(Quad x, int* exponent) { return quad(frexpq(real(x), exponent)); }
#else
Quad fma(Quad x, Quad y, Quad z) { return quad(Real(real(x) * real(y) + real(z))); }
Quad ldexp(Quad x, int exponent) { return quad(Real(ldexp(real(x), exponent))); }
Quad frexp(Quad x, int* exponent) { return quad(Real(frexp(real(x), exponent))); }
#endif

}  // namespace riserun::check
