// Quad's arithmetic: libquadmath where the compiler has it (five to ten times faster), otherwise
// Boost.Multiprecision's portable cpp_bin_float_quad.
#include "check/quad.hpp"

#if defined(RISERUN_CHECK_LIBQUADMATH)
#include <quadmath.h>
#else
#include <boost/math/special_functions/hypot.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#endif

namespace riserun::check {

#if defined(RISERUN_CHECK_LIBQUADMATH)

namespace {

__extension__ typedef __float128 Real;

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

#define RISERUN_QUAD_UNARY(name) \
  Quad name(Quad x) { return quad(RISERUN_QUAD_CALL(name, real(x))); }
#define RISERUN_QUAD_BINARY(name) \
  Quad name(Quad x, Quad y) { return quad(RISERUN_QUAD_CALL(name, real(x), real(y))); }
RISERUN_QUAD_UNARY(sqrt)
RISERUN_QUAD_UNARY(cbrt)
RISERUN_QUAD_UNARY(exp)
RISERUN_QUAD_UNARY(exp2)
RISERUN_QUAD_UNARY(expm1)
RISERUN_QUAD_UNARY(log)
RISERUN_QUAD_UNARY(log2)
RISERUN_QUAD_UNARY(log10)
RISERUN_QUAD_UNARY(log1p)
RISERUN_QUAD_UNARY(sin)
RISERUN_QUAD_UNARY(cos)
RISERUN_QUAD_UNARY(tan)
RISERUN_QUAD_UNARY(asin)
RISERUN_QUAD_UNARY(acos)
RISERUN_QUAD_UNARY(atan)
RISERUN_QUAD_UNARY(sinh)
RISERUN_QUAD_UNARY(cosh)
RISERUN_QUAD_UNARY(tanh)
RISERUN_QUAD_UNARY(asinh)
RISERUN_QUAD_UNARY(acosh)
RISERUN_QUAD_UNARY(atanh)
RISERUN_QUAD_UNARY(erf)
RISERUN_QUAD_UNARY(erfc)
RISERUN_QUAD_UNARY(tgamma)
RISERUN_QUAD_UNARY(lgamma)
RISERUN_QUAD_UNARY(floor)
RISERUN_QUAD_UNARY(ceil)
RISERUN_QUAD_UNARY(trunc)
RISERUN_QUAD_UNARY(round)
RISERUN_QUAD_UNARY(rint)
RISERUN_QUAD_UNARY(nearbyint)
RISERUN_QUAD_BINARY(pow)
RISERUN_QUAD_BINARY(atan2)
RISERUN_QUAD_BINARY(fmod)
#undef RISERUN_QUAD_UNARY
#undef RISERUN_QUAD_BINARY

#if defined(RISERUN_CHECK_LIBQUADMATH)
Quad hypot(Quad x, Quad y) { return quad(hypotq(real(x), real(y))); }
Quad remainder(Quad x, Quad y) { return quad(remainderq(real(x), real(y))); }
Quad fma(Quad x, Quad y, Quad z) { return quad(fmaq(real(x), real(y), real(z))); }
Quad ldexp(Quad x, int exponent) { return quad(ldexpq(real(x), exponent)); }
Quad frexp(Quad x, int* exponent) { return quad(frexpq(real(x), exponent)); }
#else
Quad hypot(Quad x, Quad y) { return quad(Real(boost::math::hypot(real(x), real(y)))); }
Quad remainder(Quad x, Quad y) {
  const Real a = real(x);
  const Real b = real(y);
  return quad(Real(a - nearbyint(Real(a / b)) * b));
}
Quad fma(Quad x, Quad y, Quad z) { return quad(Real(real(x) * real(y) + real(z))); }
Quad ldexp(Quad x, int exponent) { return quad(Real(ldexp(real(x), exponent))); }
Quad frexp(Quad x, int* exponent) { return quad(Real(frexp(real(x), exponent))); }
#endif

}  // namespace riserun::check
