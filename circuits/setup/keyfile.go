package setup

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"

	curve "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fp"
	cs "github.com/consensys/gnark/constraint/bls12-381"
)

const (
	headerBytes       = 192
	sectionEntryBytes = 32
	alignment         = 64
	g1Bytes           = 96
	g2Bytes           = 192

	// FlagUnsafeDev marks a key whose toxic waste is public.
	FlagUnsafeDev = 1
)

type section struct {
	kind, elementBytes uint32
	count              uint64
	content            []byte
}

// keyFile is what a key file says, whatever its curve.
type keyFile struct {
	curve                         uint32
	domain                        uint64
	wires, public, constraints    int // the one-wire counted among wires and public
	fingerprint, verifyingKeyHash [32]byte
	flags                         uint32
	sections                      []section
}

// KeyFileBytes encodes a proving key as docs/protocol/keys.md 8 and 9 say: points as affine Montgomery limbs that native code
// maps and uses in place.
func KeyFileBytes(system *cs.R1CS, keys *Keys, fingerprint [32]byte, flags uint32) []byte {
	return keyFile{
		curve:            curveBLS12381,
		domain:           keys.Proving.Domain.Cardinality,
		wires:            system.GetNbPublicVariables() + system.GetNbSecretVariables() + system.GetNbInternalVariables(),
		public:           system.GetNbPublicVariables(),
		constraints:      system.GetNbConstraints(),
		fingerprint:      fingerprint,
		verifyingKeyHash: VerifyingKeyHash(&keys.Verifying),
		flags:            flags,
		sections:         keySections(keys),
	}.bytes()
}

func (k keyFile) bytes() []byte {
	tableEnd := headerBytes + sectionEntryBytes*len(k.sections)
	size := tableEnd
	for _, s := range k.sections {
		size = aligned(size) + len(s.content)
	}
	file := make([]byte, size)
	offset := tableEnd
	for i, s := range k.sections {
		offset = aligned(offset)
		entry := file[headerBytes+sectionEntryBytes*i:]
		binary.LittleEndian.PutUint32(entry[0:], s.kind)
		binary.LittleEndian.PutUint32(entry[4:], s.elementBytes)
		binary.LittleEndian.PutUint64(entry[8:], uint64(offset))
		binary.LittleEndian.PutUint64(entry[16:], s.count)
		copy(file[offset:], s.content)
		offset += len(s.content)
	}
	copy(file, provingKeyMagic)
	binary.LittleEndian.PutUint32(file[8:], 1)
	binary.LittleEndian.PutUint32(file[12:], k.curve)
	binary.LittleEndian.PutUint64(file[16:], k.domain)
	binary.LittleEndian.PutUint64(file[24:], uint64(k.wires))
	binary.LittleEndian.PutUint64(file[32:], uint64(k.public-1))
	binary.LittleEndian.PutUint64(file[40:], uint64(k.constraints))
	copy(file[48:], k.fingerprint[:])
	copy(file[80:], k.verifyingKeyHash[:])
	binary.LittleEndian.PutUint32(file[112:], k.flags)
	binary.LittleEndian.PutUint32(file[116:], uint32(len(k.sections)))
	binary.LittleEndian.PutUint64(file[120:], uint64(len(file)))
	digest := sha256.Sum256(file[headerBytes:])
	copy(file[128:], digest[:])
	return file
}

func keySections(keys *Keys) []section {
	pk := &keys.Proving
	n := len(pk.G1.Z) + 1
	natural := bitReversed(append(append(make([]curve.G1Affine, 0, n), pk.G1.Z...), curve.G1Affine{}))[:n-1]
	g1 := func(kind uint32, points ...curve.G1Affine) section {
		return section{kind, g1Bytes, uint64(len(points)), g1Limbs(points)}
	}
	g2 := func(kind uint32, points ...curve.G2Affine) section {
		return section{kind, g2Bytes, uint64(len(points)), g2Limbs(points)}
	}
	return append([]section{
		g1(1, pk.G1.Alpha), g1(2, pk.G1.Beta), g1(3, pk.G1.Delta),
		g2(4, pk.G2.Beta), g2(5, pk.G2.Delta),
		g1(6, pk.G1.A...), g1(7, pk.G1.B...), g1(8, pk.G1.K...), g1(9, natural...),
		g2(10, pk.G2.B...),
	}, byteSections(pk.InfinityA, pk.InfinityB, VerifyingKeyBytes(&keys.Verifying))...)
}

// byteSections are the last three, which are not made of points.
func byteSections(infinityA, infinityB []bool, verifyingKey []byte) []section {
	raw := func(kind uint32, content []byte) section {
		return section{kind, 1, uint64(len(content)), content}
	}
	return []section{raw(11, bitmap(infinityA)), raw(12, bitmap(infinityB)), raw(13, verifyingKey)}
}

func aligned(offset int) int { return (offset + alignment - 1) / alignment * alignment }

func appendLimbs(out []byte, limbs []uint64) []byte {
	for _, limb := range limbs {
		out = binary.LittleEndian.AppendUint64(out, limb)
	}
	return out
}

func g1Limbs(points []curve.G1Affine) []byte {
	out := make([]byte, 0, g1Bytes*len(points))
	for i := range points {
		out = appendLimbs(appendLimbs(out, points[i].X[:]), points[i].Y[:])
	}
	return out
}

func g2Limbs(points []curve.G2Affine) []byte {
	out := make([]byte, 0, g2Bytes*len(points))
	for i := range points {
		p := &points[i]
		for _, coordinate := range []*fp.Element{&p.X.A0, &p.X.A1, &p.Y.A0, &p.Y.A1} {
			out = appendLimbs(out, coordinate[:])
		}
	}
	return out
}

// bitmap packs marks, least significant bit first.
func bitmap(marks []bool) []byte {
	out := make([]byte, (len(marks)+7)/8)
	for i, set := range marks {
		if set {
			out[i/8] |= 1 << (i % 8)
		}
	}
	return out
}

// WriteFile puts a key file in place by an atomic rename, so that no reader ever sees half of it. The folder must exist.
func WriteFile(path string, content []byte) (err error) {
	if !filepath.IsAbs(path) {
		return errors.New("the key file's path is not absolute: " + path)
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".key-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name())
		}
	}()
	if _, err = temporary.Write(content); err != nil {
		_ = temporary.Close()
		return err
	}
	if err = temporary.Sync(); err != nil {
		_ = temporary.Close()
		return err
	}
	if err = temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
